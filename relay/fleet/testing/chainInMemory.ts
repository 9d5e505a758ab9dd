import type { TillReport } from '../../../app/report/tillReport.ts';
import type { RelayState, StateAway, StoredReport, TillRecord } from '../../state/relayState.ts';

const AWAY: StateAway = { kind: 'away' };

/** Nine in the morning in China, ms since 1970. */
export const NINE = Date.parse('2026-11-28T09:00:00+08:00');

/** A till that is well. */
export const WELL: TillReport = {
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 3_600,
  waiting: 0,
  oldestWaitingSeconds: null,
  pause: 'none',
  held: 0,
  heldByCode: [],
  sinceAcceptedSeconds: 30,
  clockOffsetSeconds: null,
  disk: { freeMebibytes: 20_480, isRefusing: false },
  keyStore: 'dpapi-user',
  pageEnds: 0,
  warnings: [],
  openingHours: { from: '08:00', to: '21:00', utcOffsetMinutes: 480 },
};

/** A record as `tills add` writes it; its secret opens with no key. */
export function tillRecord(appKey: string, more: Partial<TillRecord> = {}): TillRecord {
  return {
    appKey,
    name: `till ${appKey}`,
    brandId: '244323',
    shopIds: ['shop-1'],
    secrets: [{ secret: { masterKeyId: 'm', wrappedDataKey: 'w', sealed: 's' }, until: null }],
    createdAt: NINE - 86_400_000,
    revokedAt: null,
    version: 1,
    ...more,
  };
}

/** What the fleet's side needs of the shared state, to be played with. */
export class ChainInMemory implements Pick<RelayState, 'tills' | 'reports' | 'putReport'> {
  readonly records = new Map<string, TillRecord>();
  readonly stored = new Map<string, StoredReport>();
  /** Ms since 1970. */
  now = NINE;
  isAway = false;
  reads = 0;

  /** Adds a till, with a report that has come just now where one is given. */
  add(record: TillRecord, report: TillReport | null = null): void {
    this.records.set(record.appKey, record);
    if (report !== null) this.tell(record.appKey, JSON.stringify(report));
  }

  tell(appKey: string, report: string): void {
    this.stored.set(appKey, { appKey, report, receivedAt: this.now });
  }

  async tills(): Promise<readonly TillRecord[] | StateAway> {
    this.reads += 1;
    return this.isAway ? AWAY : [...this.records.values()];
  }

  async reports(): Promise<readonly StoredReport[] | StateAway> {
    return this.isAway ? AWAY : [...this.stored.values()];
  }

  async putReport(appKey: string, report: string): Promise<StateAway | undefined> {
    if (this.isAway) return AWAY;
    this.tell(appKey, report);
    return undefined;
  }
}
