import { SeenSigns } from '../../platform/protocol/seenSigns.ts';
import { QuotaSchedule } from '../quota/schedule.ts';
import type {
  AdministratorRecord,
  Admission,
  AdmitRequest,
  ChainAccount,
  RelayState,
  StateAway,
  StoredReport,
  TillRecord,
  Written,
} from '../state/relayState.ts';
import { type Records, RecordsFile } from './recordsFile.ts';

export interface MemoryStateOptions {
  /** Where the tills and the account lie. */
  folder: string;
  /** Calls a minute that the platform allows, or null where nobody has said so. */
  callsPerMinute: number | null;
  /** Ms for which a change waits for another process's. */
  patience?: number | undefined;
  /** Ms since 1970. */
  now?: () => number;
  /** Ms that never go backwards. */
  monotonic?: () => number;
}

/** What an order takes is a small part of it (ms). */
const PATIENCE = 5_000;

const AWAY: StateAway = { kind: 'away' };

/** The state of a relay that runs alone. Away is its file where it cannot be read. */
export class MemoryState implements RelayState {
  readonly #file: RecordsFile;
  readonly #grant: number | null;
  /** By the chain's app: another one is another quota. */
  readonly #schedules = new Map<string, QuotaSchedule>();
  readonly #signs = new SeenSigns();
  readonly #reports = new Map<string, StoredReport>();
  readonly #now: () => number;
  readonly #monotonic: () => number;

  constructor(options: MemoryStateOptions) {
    this.#file = new RecordsFile(options.folder, options.patience ?? PATIENCE);
    this.#grant = options.callsPerMinute;
    this.#now = options.now ?? Date.now;
    this.#monotonic = options.monotonic ?? performance.now.bind(performance);
  }

  /** The file is always the same one. */
  era(): string {
    return 'alone';
  }

  async admit(request: AdmitRequest): Promise<Admission> {
    const records = this.#read();
    if (records === null) return AWAY;
    const record = records.tills.get(request.appKey);
    if (record?.version !== request.recordVersion) return { kind: 'record-changed' };
    const monotonic = this.#monotonic();
    const { sign, timestamp } = request;
    if (this.#signs.knows(sign, timestamp, monotonic)) return { kind: 'replayed' };
    const decision = this.#scheduleOf(request.app).decide(request, monotonic);
    // What was put off has had no effect: only what goes can be repeated.
    if (decision.kind === 'go') this.#signs.admit(sign, timestamp, monotonic);
    return decision;
  }

  async noteSign(sign: string): Promise<{ kind: 'new' | 'seen' }> {
    return { kind: this.#signs.admit(sign, '', this.#monotonic()) ? 'new' : 'seen' };
  }

  async banned(seconds: number, app: string): Promise<undefined> {
    this.#scheduleOf(app).banned(seconds, this.#monotonic());
  }

  async till(appKey: string): Promise<TillRecord | null | StateAway> {
    const records = this.#read();
    return records === null ? AWAY : (records.tills.get(appKey) ?? null);
  }

  async tills(): Promise<readonly TillRecord[] | StateAway> {
    const records = this.#read();
    return records === null ? AWAY : [...records.tills.values()];
  }

  putTill(record: TillRecord, replaces: number | null): Promise<Written> {
    return this.#put((records) =>
      isStored(records.tills.get(record.appKey), replaces)
        ? { ...records, tills: new Map(records.tills).set(record.appKey, record) }
        : null,
    );
  }

  async administrator(appKey: string): Promise<AdministratorRecord | null | StateAway> {
    const records = this.#read();
    return records === null ? AWAY : (records.administrators.get(appKey) ?? null);
  }

  async administrators(): Promise<readonly AdministratorRecord[] | StateAway> {
    const records = this.#read();
    return records === null ? AWAY : [...records.administrators.values()];
  }

  putAdministrator(record: AdministratorRecord, replaces: number | null): Promise<Written> {
    return this.#put((records) =>
      isStored(records.administrators.get(record.appKey), replaces)
        ? {
            ...records,
            administrators: new Map(records.administrators).set(record.appKey, record),
          }
        : null,
    );
  }

  async account(): Promise<ChainAccount | null | StateAway> {
    const records = this.#read();
    return records === null ? AWAY : records.account;
  }

  putAccount(account: ChainAccount, replaces: number | null): Promise<Written> {
    return this.#put((records) =>
      isStored(records.account ?? undefined, replaces) ? { ...records, account } : null,
    );
  }

  async putReport(appKey: string, report: string): Promise<undefined> {
    this.#reports.set(appKey, { appKey, report, receivedAt: this.#now() });
  }

  async reports(): Promise<readonly StoredReport[]> {
    return [...this.#reports.values()];
  }

  async isReady(): Promise<boolean> {
    return this.#read() !== null;
  }

  async close(): Promise<void> {}

  #scheduleOf(app: string): QuotaSchedule {
    const schedule = this.#schedules.get(app) ?? new QuotaSchedule(this.#grant);
    this.#schedules.set(app, schedule);
    return schedule;
  }

  #read(): Records | null {
    try {
      return this.#file.read();
    } catch {
      return null;
    }
  }

  async #put(change: (records: Records) => Records | null): Promise<Written> {
    try {
      return await this.#file.update(change);
    } catch {
      return AWAY;
    }
  }
}

function isStored(record: { version: number } | undefined, version: number | null): boolean {
  return (record?.version ?? null) === version;
}
