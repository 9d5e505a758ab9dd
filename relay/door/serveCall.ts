import {
  type Call,
  customerSaveArgument,
  customerSaveMethod,
  paramOf,
} from '../../platform/protocol/call.ts';
import {
  checkAppKey,
  checkEncoding,
  checkFormat,
  checkMethod,
  checkVerb,
  checkVersion,
} from '../../platform/protocol/parameterChecks.ts';
import { type Refusal, refuse } from '../../platform/protocol/refusal.ts';
import { refuseReplay } from '../../platform/protocol/signatureChecks.ts';
import type { PlatformClock } from '../clock/platformClock.ts';
import type { ChainAccounts, OpenAccount } from '../forward/chainAccount.ts';
import type { Forwarded } from '../forward/forwardCall.ts';
import type { Admission, AdmitRequest, RelayState } from '../state/relayState.ts';
import { leftOf, type Said } from './callHeaders.ts';
import { CopyTimes } from './copyTimes.ts';
import { FairShare } from './fairShare.ts';
import { ForwardedCalls } from './forwardedCalls.ts';
import { CallHolder } from './holdCall.ts';
import type { Caller, KnownCallers } from './knownCallers.ts';
import { later } from './later.ts';
import type { Methods } from './methods.ts';
import { notAdmitted, refused, saysNothingLeft } from './refusals.ts';
import { RefusedSigns } from './refusedSigns.ts';
import type { CallRecord, Reply, Served } from './reply.ts';
import { checkScope } from './scope.ts';
import { StrangersCalls } from './strangersCalls.ts';
import { no, type Or, WhoCalls } from './whoCalls.ts';

/** So often a till's record is read again for one call; it does not change more often by chance. */
const TRIES = 3;

export interface CallParts {
  state: RelayState;
  callers: KnownCallers;
  accounts: ChainAccounts;
  clock: PlatformClock;
  methods: Methods;
  /** `mayGoAgain`: for one call more than was admitted, see `ForwardParts`. */
  forward: (
    call: Call,
    account: OpenAccount,
    mayGoAgain: () => Promise<boolean>,
  ) => Promise<Forwarded>;
  /** Told of what threw after a call may have left. */
  failed: (error: unknown) => void;
  monotonic: () => number;
}

/** What one call is, beside its parameters. */
export interface CallCircumstances {
  said: Said;
  /** Waits so many ms; false where whoever called is gone. */
  hold: (milliseconds: number) => Promise<boolean>;
  /** It came over TLS, or from this machine. */
  isPrivate: boolean;
}

const WRONG_SIGN = 25;

/** What the platform never sees, and so no app's quota has. */
const REPORT = { app: '', urgency: 'report', waiting: null } as const;

/** Takes one call through all that stands in `docs/relay.md`, from the door to the answer. */
export class CallServer {
  readonly #parts: CallParts;
  readonly #who: WhoCalls;
  readonly #share: FairShare;
  readonly #copyTimes: CopyTimes;
  readonly #refusedSigns: RefusedSigns;
  readonly #strangersCalls: StrangersCalls;
  readonly #forwardedCalls: ForwardedCalls;
  readonly #holder: CallHolder;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#who = new WhoCalls(parts);
    this.#share = new FairShare(parts.monotonic);
    this.#copyTimes = new CopyTimes(parts.clock, parts.monotonic);
    this.#refusedSigns = new RefusedSigns(this.#copyTimes);
    this.#strangersCalls = new StrangersCalls(this.#copyTimes);
    this.#forwardedCalls = new ForwardedCalls(parts.monotonic);
    this.#holder = new CallHolder(parts.monotonic);
  }

  /** `record` is filled in on the way. What throws is a mistake of the relay's own, and nothing has left. */
  async serve(call: Call, around: CallCircumstances, record: CallRecord): Promise<Served> {
    const malformed = this.#malformed(call);
    if (malformed !== undefined) return refused(malformed);
    const method = paramOf(call, 'method') ?? '';
    record.method = method;
    const sign = paramOf(call, 'sign') ?? '';
    if (this.#isCopy(call) || !this.#refusedSigns.begin(sign)) return refused(refuseReplay());
    try {
      const served = await this.#serveOnce(call, method, around, record);
      this.#remember(call, sign, served.reply, record);
      return served;
    } catch (error) {
      // It is answered with "later" too.
      this.#refusedSigns.add(sign, this.#copyTimes.of(call));
      throw error;
    } finally {
      this.#refusedSigns.end(sign);
    }
  }

  /** What a call is told that has no place here: that nothing of it has left, unless it is a copy of one that may have. */
  refuseForPlace(call: Call): Served {
    const isCopy = this.#isCopy(call) || this.#refusedSigns.isKnown(paramOf(call, 'sign') ?? '');
    return refused(isCopy ? refuseReplay() : later('relay-busy'), null);
  }

  #isCopy(call: Call): boolean {
    return this.#forwardedCalls.has(call) || this.#strangersCalls.has(call);
  }

  /**
   * What is refused its till counts as never sent, also where what it was refused for (a clock, a key, a shop) is put right later. So
   * nothing else is said of what has left either, whatever its copy would be refused for.
   */
  #remember(call: Call, sign: string, reply: Reply, { till }: CallRecord): void {
    if (reply.kind === 'passed' || reply.kind === 'doubt') this.#forwardedCalls.add(call);
    if (reply.kind !== 'refused') return;
    if (till !== null || saysNothingLeft(reply))
      this.#refusedSigns.add(sign, this.#copyTimes.of(call));
    // Of which the sign is wrong nothing becomes right.
    else if (reply.refusal.code !== WRONG_SIGN) this.#strangersCalls.add(call);
  }

  async #serveOnce(
    call: Call,
    method: string,
    around: CallCircumstances,
    record: CallRecord,
  ): Promise<Served> {
    const known = await this.#who.known(call, false);
    const tellsTime = this.#who.isOrder(call);
    if (!known.ok) return { ...refused(known.refusal), tellsTime };
    const served = await this.#inItsShare(known.value, record, () =>
      method === customerSaveMethod
        ? this.#save(call, known.value, around, record)
        : this.#own(call, method, known.value, around, record),
    );
    return { ...served, tellsTime };
  }

  async #inItsShare(
    caller: Caller,
    record: CallRecord,
    serve: () => Promise<Served>,
  ): Promise<Served> {
    if (caller.till === null) return serve();
    const served = await this.#share.during(caller.till.appKey, serve, isRefusal);
    if (served !== null) return served;
    note(record, caller);
    return refused(later('relay-busy'));
  }

  #malformed(call: Call): Refusal | undefined {
    const { methods } = this.#parts;
    const isMethod = (name: string) => name === customerSaveMethod || Object.hasOwn(methods, name);
    return (
      checkVerb(call) ??
      checkEncoding(call) ??
      checkMethod(call, isMethod) ??
      checkFormat(call) ??
      checkVersion(call) ??
      checkAppKey(call, () => true)
    );
  }

  async #save(
    call: Call,
    first: Caller,
    around: CallCircumstances,
    record: CallRecord,
  ): Promise<Served> {
    let caller = first;
    for (let left = TRIES; left > 0; left -= 1) {
      const { till } = caller;
      // An administrator's key registers nobody.
      if (till === null) return refused(refuse(29, 'isv.appkey-not-exists'));
      note(record, caller);
      if (call.params.get('session') === '') return refused(refuse(26));
      const body = paramOf(call, customerSaveArgument);
      // Without a body nobody is saved: the platform says what is missing.
      const outside = body === undefined ? undefined : checkScope(body, till);
      if (outside !== undefined) {
        // The list may be another one since the record was kept.
        const anew = caller.isKept ? await this.#who.known(call, true) : no(outside);
        if (!anew.ok) return refused(anew.refusal);
        caller = anew.value;
        continue;
      }
      const account = await this.#account();
      if (!account.ok) return refused(account.refusal);
      const sign = call.params.get('sign') ?? '';
      const admit = (as: string) =>
        this.#admit(call, { ...around.said, app: account.value.appKey, sign: as }, till);
      const admission = await admit(sign);
      const decidedAt = this.#parts.monotonic();
      if (admission.kind !== 'record-changed') {
        const served =
          admission.kind === 'go'
            ? await this.#forward(call, account.value, admission, around, record, async () => {
                const again = await admit(`${sign}:again`);
                if (again.kind !== 'go') return false;
                return (await this.#holder.until(again, around.hold)) === 'there';
              })
            : notAdmitted(admission, record);
        return { ...served, next: leftOf(served.next, this.#parts.monotonic() - decidedAt) };
      }
      const anew = await this.#who.known(call, true);
      if (!anew.ok) return refused(anew.refusal);
      caller = anew.value;
    }
    return refused(later('relay-state-away'));
  }

  /** `next` is what was decided: what the call takes is for whoever answers to subtract. */
  async #forward(
    call: Call,
    account: OpenAccount,
    admission: Extract<Admission, { kind: 'go' }>,
    around: CallCircumstances,
    record: CallRecord,
    mayGoAgain: () => Promise<boolean>,
  ): Promise<Served> {
    const { monotonic, forward, failed } = this.#parts;
    const { next } = admission;
    const heldFrom = monotonic();
    const held = await this.#holder.until(admission, around.hold);
    record.held = monotonic() - heldFrom;
    // Nobody waits for the answer, and nothing has left: the till sends it again.
    if (held === 'gone') return { reply: { kind: 'gone' }, next };
    if (held === 'late') return refused(later('relay-busy'), next);
    const leftAt = monotonic();
    // A mistake of our own from here on: the call may have left.
    const forwarded = await forward(call, account, mayGoAgain).catch(
      (error: unknown): Forwarded => {
        failed(error);
        return { kind: 'doubt', reason: 'failed' };
      },
    );
    record.atPlatform = monotonic() - leftAt;
    if (forwarded.kind === 'doubt') {
      record.code = forwarded.reason;
      return { reply: { kind: 'doubt' }, next };
    }
    if (forwarded.kind === 'account-refused') return refused(later('relay-account-refused'), next);
    if (forwarded.kind === 'full') return refused(later('relay-busy'), next);
    const { answer, outcome } = forwarded;
    record.outcome = outcome.class;
    if (outcome.class !== 'accepted') record.code = codesOf(outcome.code, outcome.subCode);
    // With the header a ban would be one of the relay's own, which binds a till's backlog alone.
    return { reply: { kind: 'passed', answer }, next: outcome.class === 'quota' ? null : next };
  }

  async #own(
    call: Call,
    method: string,
    first: Caller,
    { isPrivate }: CallCircumstances,
    record: CallRecord,
  ): Promise<Served> {
    const { methods, clock, state } = this.#parts;
    const handler = methods[method];
    const isTheirs = (caller: Caller) =>
      handler?.signedBy === (caller.till === null ? 'administrator' : 'till');
    record.urgency = 'report';
    const { till: reporting } = first;
    if (reporting !== null && !this.#share.mayReport(reporting.appKey)) {
      note(record, first);
      return refused(later('relay-busy'));
    }
    let caller = first;
    for (let left = TRIES; left > 0; left -= 1) {
      note(record, caller);
      if (handler === undefined || !isTheirs(caller)) {
        return refused(refuse(22, 'isv.invalid-method'));
      }
      const { till } = caller;
      if (till === null) {
        const noted = await state.noteSign(call.params.get('sign') ?? '');
        if (noted.kind === 'away') return refused(later('relay-state-away'));
        if (noted.kind === 'seen') return refused(refuseReplay());
      } else {
        const admission = await this.#admit(call, REPORT, till);
        if (admission.kind === 'record-changed') {
          const anew = await this.#who.known(call, true);
          if (!anew.ok) return refused(anew.refusal);
          caller = anew.value;
          continue;
        }
        // A report goes whatever the quota says: the platform never sees it.
        if (admission.kind === 'away' || admission.kind === 'replayed')
          return notAdmitted(admission, record);
      }
      const now = clock.now();
      const answer = await handler.serve({ method, params: call.params, till, now, isPrivate });
      if (answer.kind === 'refused') return refused(answer.refusal);
      return { reply: { kind: 'result', method, content: answer.content }, next: 0 };
    }
    return refused(later('relay-state-away'));
  }

  #admit(
    call: Call,
    said: Pick<AdmitRequest, 'app' | 'urgency' | 'waiting'> & { sign?: string },
    till: { appKey: string; version: number },
  ): Promise<Admission> {
    return this.#parts.state.admit({
      appKey: till.appKey,
      recordVersion: till.version,
      sign: call.params.get('sign') ?? '',
      timestamp: call.params.get('timestamp') ?? '',
      ...said,
    });
  }

  async #account(): Promise<Or<OpenAccount>> {
    const found = await this.#parts.accounts.current();
    switch (found.kind) {
      case 'account':
        return { ok: true, value: found.account };
      case 'none':
        return no(later('relay-no-account'));
      case 'not-opened':
        return no(later('relay-keys-failed'));
      case 'away':
        return no(later('relay-state-away'));
    }
  }
}

/** Not what is only put off: that is the schedule's, and has its own end. */
function isRefusal({ reply }: Served): boolean {
  return reply.kind === 'refused' && !saysNothingLeft(reply);
}

function note(record: CallRecord, { till }: Caller): void {
  if (till === null) return;
  record.till = { appKey: till.appKey, brandId: till.brandId, shopId: till.shopIds[0] ?? '' };
}

/** What is no code is not repeated: it could be anybody's words. */
function codesOf(code: string, subCode: string): string {
  const codes = subCode === '' ? code : `${code} ${subCode}`;
  return /^[\w.:, -]{1,120}$/.test(codes) && !/\d{7}/.test(codes) ? codes : 'unusual';
}
