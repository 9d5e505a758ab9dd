import { type Call, paramOf } from '../../platform/protocol/call.ts';
import { type Refusal, refuse } from '../../platform/protocol/refusal.ts';
import { checkSign, checkTimestamp } from '../../platform/protocol/signatureChecks.ts';
import type { PlatformClock } from '../clock/platformClock.ts';
import type { Caller, KnownCallers } from './knownCallers.ts';
import { later } from './later.ts';
import type { Methods } from './methods.ts';

/** A refusal on the way, in the place of what was asked for. */
export type Or<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

export interface WhoCallsOptions {
  callers: KnownCallers;
  clock: PlatformClock;
  methods: Methods;
}

/** Tells whose a call is, or what whoever sent it is told. */
export class WhoCalls {
  readonly #options: WhoCallsOptions;

  constructor(options: WhoCallsOptions) {
    this.#options = options;
  }

  /** It is for the relay alone, which is then its own clock: whoever orders learns from it what time it is. */
  isOrder(call: Call): boolean {
    return this.#options.methods[paramOf(call, 'method') ?? '']?.signedBy === 'administrator';
  }

  /** Whose call it is: a key that is known, the time, a sign that is right, not revoked. */
  async known(call: Call, anew: boolean): Promise<Or<Caller>> {
    const { callers, clock } = this.#options;
    const appKey = paramOf(call, 'app_key') ?? '';
    const found = await (anew ? callers.read(appKey) : callers.find(appKey));
    if (found.kind === 'away') return no(later('relay-state-away'));
    if (found.kind === 'not-opened') return no(later('relay-keys-failed'));
    if (found.kind === 'unknown') return no(refuse(29, 'isv.appkey-not-exists'));
    const { caller } = found;
    // Without a sure clock the platform judges a till's; an order, which goes no further, is judged in any case.
    const late = checkTimestamp(call, clock.isSure() || this.isOrder(call) ? clock.now() : null);
    if (late !== undefined) return no(late);
    const valid = caller.secrets.filter(({ until }) => until === null || until > clock.now());
    const unsigned = checkSign(
      call,
      valid.map(({ secret }) => secret),
    );
    // A secret that is newer than what was kept: asked once more, as it is stored now.
    if (unsigned?.code === 25 && caller.isKept) return this.known(call, true);
    if (unsigned !== undefined) return no(unsigned);
    if (caller.isRevoked && caller.isKept) return this.known(call, true);
    return caller.isRevoked ? no(refuse(29, 'isv.appkey-revoked')) : { ok: true, value: caller };
  }
}

export function no(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
