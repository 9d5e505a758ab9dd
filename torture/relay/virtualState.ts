import { SeenSigns } from '../../platform/protocol/seenSigns.ts';
import { QuotaSchedule } from '../../relay/quota/schedule.ts';
import type {
  Admission,
  AdmitRequest,
  ChainAccount,
  RelayState,
  StateAway,
  TillRecord,
} from '../../relay/state/relayState.ts';

const AWAY: StateAway = { kind: 'away' };

interface VirtualStateOptions {
  monotonic: () => number;
  callsPerMinute: number | null;
  tills: readonly TillRecord[];
  /** As it is now. */
  account: () => ChainAccount;
}

/** What relays share, in virtual time: the real schedule and the real memory of signs. It can be away, and forget. */
export class VirtualState implements RelayState {
  readonly #options: VirtualStateOptions;
  #schedule: QuotaSchedule;
  #signs = new SeenSigns();
  awayUntil = 0;
  /** Until then no till is known. */
  lostUntil = 0;

  constructor(options: VirtualStateOptions) {
    this.#options = options;
    this.#schedule = new QuotaSchedule(options.callsPerMinute);
  }

  /** Signs, appointments and bans are gone; the records are on disk. */
  forget(): void {
    this.#schedule = new QuotaSchedule(this.#options.callsPerMinute);
    this.#signs = new SeenSigns();
  }

  era(): string {
    return 'virtual';
  }

  async admit(request: AdmitRequest): Promise<Admission> {
    if (this.#isAway()) return AWAY;
    const { sign, timestamp, recordVersion } = request;
    if (this.#find(request.appKey)?.version !== recordVersion) return { kind: 'record-changed' };
    const now = this.#options.monotonic();
    if (this.#signs.knows(sign, timestamp, now)) return { kind: 'replayed' };
    const decision = this.#schedule.decide(request, now);
    if (decision.kind === 'go') this.#signs.admit(sign, timestamp, now);
    return decision;
  }

  async banned(seconds: number): Promise<StateAway | undefined> {
    if (this.#isAway()) return AWAY;
    this.#schedule.banned(seconds, this.#options.monotonic());
    return undefined;
  }

  async till(appKey: string): Promise<TillRecord | null | StateAway> {
    return this.#isAway() ? AWAY : this.#find(appKey);
  }

  async account(): Promise<ChainAccount | StateAway> {
    return this.#isAway() ? AWAY : this.#options.account();
  }

  async administrator(): Promise<null | StateAway> {
    return this.#isAway() ? AWAY : null;
  }

  async isReady(): Promise<boolean> {
    return !this.#isAway();
  }

  async close(): Promise<void> {}

  // Nobody administers this chain, and nobody reports.
  noteSign = unused;
  tills = unused;
  putTill = unused;
  administrators = unused;
  putAdministrator = unused;
  putAccount = unused;
  putReport = unused;
  reports = unused;

  #isAway(): boolean {
    return this.#options.monotonic() < this.awayUntil;
  }

  #find(appKey: string): TillRecord | null {
    if (this.#options.monotonic() < this.lostUntil) return null;
    return this.#options.tills.find((till) => till.appKey === appKey) ?? null;
  }
}

async function unused(): Promise<StateAway> {
  return AWAY;
}
