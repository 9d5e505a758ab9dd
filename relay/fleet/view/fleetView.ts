import { readReport } from '../../../app/report/readReport.ts';
import type { TillReport } from '../../../app/report/tillReport.ts';
import type { RelayState, StoredReport, TillRecord } from '../../state/relayState.ts';
import { fewAtATime } from './breathe.ts';
import type { Fleet, SeenTill } from './fleet.ts';
import { tillNames } from './tillNames.ts';
import { VersionNames } from './versionNames.ts';

/** So long a reading serves whoever asks (ms). Two scrapes, or ten people at the page, read the state once. */
const FRESH_MS = 5_000;

interface Read {
  text: string;
  report: TillReport | null;
}

/** What the whole chain looks like, read from the shared state when somebody asks and kept for a moment. */
export class FleetView {
  readonly #state: Pick<RelayState, 'tills' | 'reports'>;
  readonly #now: () => number;
  #fleet: Fleet | null = null;
  #isAway = false;
  #reading: Promise<void> | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;
  /** What each text said: of most tills the same is read again and again. */
  #read: ReadonlyMap<string, Read> = new Map();
  readonly #versions = new VersionNames();

  /** `now`: ms since 1970. */
  constructor(state: Pick<RelayState, 'tills' | 'reports'>, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /**
   * The chain, at most five seconds old. Where the state cannot be asked: what was last known of it, null where nothing
   * was, and `isAway`.
   */
  async now(): Promise<{ fleet: Fleet | null; isAway: boolean }> {
    if (this.#reading === null && !this.#isFresh()) {
      this.#triedAt = this.#now();
      this.#reading = this.#readAll().finally(() => {
        this.#reading = null;
      });
    }
    await this.#reading;
    return { fleet: this.#fleet, isAway: this.#isAway };
  }

  #isFresh(): boolean {
    const age = this.#now() - this.#triedAt;
    // A clock that was set back makes nothing fresh.
    return age >= 0 && age < FRESH_MS;
  }

  async #readAll(): Promise<void> {
    const [records, reports] = await Promise.all([this.#state.tills(), this.#state.reports()]);
    this.#isAway = 'kind' in records || 'kind' in reports;
    if ('kind' in records || 'kind' in reports) return;
    const tills = await this.#join(records, reports);
    this.#fleet = { readAt: this.#now(), tills };
  }

  async #join(
    all: readonly TillRecord[],
    reports: readonly StoredReport[],
  ): Promise<readonly SeenTill[]> {
    const records = all.filter(({ revokedAt }) => revokedAt === null);
    const byKey = new Map(reports.map((report) => [report.appKey, report]));
    const nameOf = tillNames(records);
    const read = await this.#readReports(records, byKey);
    const told = [...read.values()].flatMap(({ report }) => report?.version ?? []);
    const nameOfVersion = this.#versions.read(told, this.#now());
    const tills: SeenTill[] = [];
    const now = this.#now();
    for await (const some of fewAtATime(records)) {
      for (const record of some) {
        const stored = byKey.get(record.appKey);
        const report = read.get(record.appKey)?.report ?? null;
        tills.push({
          appKey: record.appKey,
          brandId: record.brandId,
          shopId: record.shopIds[0] ?? '',
          till: nameOf(record),
          createdAt: record.createdAt,
          secretUntil: firstEnd(record, now),
          seenAt: stored?.receivedAt ?? null,
          version: report === null ? '' : nameOfVersion(report.version),
          report,
        });
      }
    }
    this.#read = read;
    return tills.sort(inOrder);
  }

  async #readReports(
    records: readonly TillRecord[],
    byKey: ReadonlyMap<string, StoredReport>,
  ): Promise<ReadonlyMap<string, Read>> {
    const read = new Map<string, Read>();
    for await (const some of fewAtATime(records)) {
      for (const { appKey } of some) {
        const stored = byKey.get(appKey);
        if (stored !== undefined) read.set(appKey, this.#readOnce(stored));
      }
    }
    return read;
  }

  #readOnce({ appKey, report: text }: StoredReport): Read {
    const known = this.#read.get(appKey);
    return known?.text === text ? known : { text, report: readReport(text) };
  }
}

/** The moment at which one of its secrets ends that has not ended yet. */
function firstEnd({ secrets }: TillRecord, now: number): number | null {
  const ends = secrets.flatMap(({ until }) => (until !== null && until > now ? [until] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

function inOrder(one: SeenTill, other: SeenTill): number {
  return (
    compare(one.brandId, other.brandId) ||
    compare(one.shopId, other.shopId) ||
    compare(one.till, other.till)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
