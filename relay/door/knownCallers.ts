import type { KeyProblem } from '../keys/keyProblem.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { openSecret, type SecretOwner } from '../keys/wrappedSecret.ts';
import type { RelayState, StateAway, TillRecord, WrappedSecret } from '../state/relayState.ts';

/** After this time a record is read again, though nothing says that it has changed (ms). */
const KEPT = 10 * 60_000;

/** So long a key that nobody has is not asked for again (ms): one that is made meanwhile is known no later than that. */
const UNKNOWN_FOR = 2_000;

/** More of them are not remembered: the oldest goes first. */
const MOST_UNKNOWN = 10_000;

/** No key that was ever given out has more characters. */
const LONGEST_KEY = 128;

interface OpenSecret {
  secret: string;
  /** Ms since 1970 from which it is refused, null for ever. */
  until: number | null;
}

/** What a call asks of its till's record; with the sealed secrets ten thousand records would be three times as large. */
export type CallingTill = Pick<TillRecord, 'appKey' | 'brandId' | 'shopIds' | 'version'>;

/** Somebody who has a key, with the secrets open. */
export interface Caller {
  /** The till, or null for an administrator. */
  till: CallingTill | null;
  isRevoked: boolean;
  secrets: readonly OpenSecret[];
  /** It was kept from an earlier call: another record may be stored by now. */
  isKept: boolean;
}

export type FoundCaller =
  | { kind: 'caller'; caller: Caller }
  | { kind: 'unknown' }
  | { kind: 'not-opened'; problem: KeyProblem }
  | StateAway;

/**
 * Who calls, by the key. Tills are kept; administrators are read each time. That nobody has a key is remembered for a moment: to
 * call with none is free for anybody, and each such call would be a question to the state that all share.
 */
export class KnownCallers {
  readonly #state: Pick<RelayState, 'till' | 'administrator' | 'era'>;
  readonly #keys: MasterKeyPort;
  readonly #monotonic: () => number;
  /** `era`: which server has said so. With another one the same version may be another record. */
  readonly #tills = new Map<string, { caller: Caller; readAt: number; era: string }>();
  /** When it was asked for, the oldest first. */
  readonly #unknown = new Map<string, number>();

  constructor(
    state: Pick<RelayState, 'till' | 'administrator' | 'era'>,
    keys: MasterKeyPort,
    monotonic: () => number,
  ) {
    this.#state = state;
    this.#keys = keys;
    this.#monotonic = monotonic;
  }

  /** Whether it is one of a till that was read before, whatever has become of it. */
  isKept(appKey: string): boolean {
    return this.#tills.has(appKey);
  }

  async find(appKey: string): Promise<FoundCaller> {
    const kept = this.#tills.get(appKey);
    if (kept?.era === this.#state.era() && this.#monotonic() - kept.readAt < KEPT) {
      return { kind: 'caller', caller: kept.caller };
    }
    const unknownAt = this.#unknown.get(appKey);
    if (unknownAt !== undefined && this.#monotonic() - unknownAt < UNKNOWN_FOR) {
      return { kind: 'unknown' };
    }
    return this.read(appKey);
  }

  /** As it is stored now. */
  async read(appKey: string): Promise<FoundCaller> {
    if (appKey.length > LONGEST_KEY) return { kind: 'unknown' };
    // A key says whose kind it is.
    if (appKey.startsWith('admin-')) return this.#administrator(appKey);
    const era = this.#state.era();
    const till = await this.#state.till(appKey);
    if (till === null) {
      this.#tills.delete(appKey);
      return this.#nobody(appKey);
    }
    if ('kind' in till) return till;
    const owner = { kind: 'till', appKey } as const;
    const opened = await this.#open(owner, till.secrets);
    if ('problem' in opened) return { kind: 'not-opened', problem: opened.problem };
    const { brandId, shopIds, version, revokedAt } = till;
    const caller = {
      till: { appKey, brandId, shopIds, version },
      isRevoked: revokedAt !== null,
      secrets: opened.secrets,
    };
    this.#tills.set(appKey, {
      caller: { ...caller, isKept: true },
      readAt: this.#monotonic(),
      era,
    });
    return { kind: 'caller', caller: { ...caller, isKept: false } };
  }

  async #administrator(appKey: string): Promise<FoundCaller> {
    const record = await this.#state.administrator(appKey);
    if (record === null) return this.#nobody(appKey);
    if ('kind' in record) return record;
    const owner = { kind: 'administrator', appKey } as const;
    const opened = await this.#open(owner, [{ secret: record.secret, until: null }]);
    if ('problem' in opened) return { kind: 'not-opened', problem: opened.problem };
    const { secrets } = opened;
    const isRevoked = record.revokedAt !== null;
    return { kind: 'caller', caller: { till: null, isRevoked, secrets, isKept: false } };
  }

  #nobody(appKey: string): FoundCaller {
    this.#unknown.delete(appKey);
    this.#unknown.set(appKey, this.#monotonic());
    for (const [oldest] of this.#unknown) {
      if (this.#unknown.size <= MOST_UNKNOWN) break;
      this.#unknown.delete(oldest);
    }
    return { kind: 'unknown' };
  }

  async #open(
    owner: SecretOwner,
    sealed: readonly { secret: WrappedSecret; until: number | null }[],
  ): Promise<{ secrets: OpenSecret[] } | { problem: KeyProblem }> {
    const secrets: OpenSecret[] = [];
    for (const { secret, until } of sealed) {
      const opened = await openSecret(this.#keys, secret, owner);
      if (!opened.ok) return { problem: opened };
      secrets.push({ secret: opened.value, until });
    }
    return { secrets };
  }
}
