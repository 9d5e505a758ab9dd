import type { TillReport } from '../../../app/report/tillReport.ts';
import { isExpected } from '../view/expected.ts';
import type { SeenTill } from '../view/fleet.ts';
import { heldLabel, warningLabel } from '../view/knownCodes.ts';

/** One value of a metric; `more`: its labels beside brand, shop and till. */
export interface Sample {
  value: number;
  more?: Readonly<Record<string, string>>;
}

/** A metric that each till has. */
export interface TillSeries {
  name: string;
  help: string;
  /** A gauge where nothing else is said. */
  type?: 'counter';
  /** None where nothing is known. `now`: ms since 1970. */
  of(till: SeenTill, now: number): readonly Sample[];
}

const MEBIBYTE = 2 ** 20;

/** What is asked of the last report; nothing of a till that has none. */
function told(ask: (report: TillReport, till: SeenTill, now: number) => number | null) {
  return (till: SeenTill, now: number): readonly Sample[] => {
    const value = till.report === null ? null : ask(till.report, till, now);
    return value === null ? [] : [{ value }];
  };
}

function counted(codes: readonly (readonly [string, number])[], label: string): Sample[] {
  const sums = new Map<string, number>();
  for (const [code, count] of codes) sums.set(code, (sums.get(code) ?? 0) + count);
  return [...sums].map(([code, value]) => ({ value, more: { [label]: code } }));
}

/** All of them. What none of the rules, the dashboard and the page asks is not here: a chain has it ten thousand times. */
export const TILL_SERIES: readonly TillSeries[] = [
  {
    name: 'tillside_till_info',
    help: 'A till that may call, and the version of its program where it has told it',
    of: ({ version }) => [{ value: 1, more: { version } }],
  },
  {
    name: 'tillside_till_created_timestamp_seconds',
    help: 'When the till was given its key',
    of: ({ createdAt }) => [{ value: createdAt / 1_000 }],
  },
  {
    name: 'tillside_till_last_seen_timestamp_seconds',
    help: 'When the last report came; absent where none has',
    of: ({ seenAt }) => (seenAt === null ? [] : [{ value: seenAt / 1_000 }]),
  },
  {
    name: 'tillside_till_expected',
    help: '1 while reports are expected: the shop is open, or nobody has said when it is and the till runs',
    of: (till, now) => (till.report === null ? [] : [{ value: Number(isExpected(till, now)) }]),
  },
  {
    name: 'tillside_till_waiting',
    help: 'Saves that are not sent yet',
    of: told(({ waiting }) => waiting),
  },
  {
    name: 'tillside_till_oldest_waiting_seconds',
    help: 'How long the oldest save has waited, grown by the time since the report; 0: none waits',
    of: told(({ oldestWaitingSeconds }, { seenAt }, now) =>
      oldestWaitingSeconds === null ? 0 : oldestWaitingSeconds + secondsSince(seenAt, now),
    ),
  },
  {
    name: 'tillside_till_held',
    help: 'Saves that need somebody',
    of: told(({ held }) => held),
  },
  {
    name: 'tillside_till_held_by_code',
    help: 'Saves that need somebody, by the answer or the reason; the most frequent five of a till',
    of: ({ report }) =>
      counted(
        (report?.heldByCode ?? []).map(([code, count]) => [heldLabel(code), count] as const),
        'code',
      ),
  },
  {
    name: 'tillside_till_last_accepted_timestamp_seconds',
    help: 'When the platform has accepted a save of this till for the last time',
    of: told(({ sinceAcceptedSeconds }, { seenAt }) =>
      sinceAcceptedSeconds === null || seenAt === null
        ? null
        : Math.round(seenAt / 1_000) - sinceAcceptedSeconds,
    ),
  },
  {
    name: 'tillside_till_paused',
    help: '1 while nothing is sent, by the reason that the window gives',
    of: ({ report }) =>
      report === null || report.pause === 'none'
        ? []
        : [{ value: 1, more: { reason: report.pause } }],
  },
  {
    name: 'tillside_till_clock_offset_seconds',
    help: "The platform's clock minus the till's, where that is more than two minutes; else 0",
    of: told(({ clockOffsetSeconds }) => clockOffsetSeconds ?? 0),
  },
  {
    name: 'tillside_till_disk_free_bytes',
    help: 'Free on the disk with the data folder',
    of: told(({ disk }) => (disk.freeMebibytes === null ? null : disk.freeMebibytes * MEBIBYTE)),
  },
  {
    name: 'tillside_till_disk_refusing',
    help: '1 while the disk takes nothing: full, read-only or broken',
    of: told(({ disk }) => Number(disk.isRefusing)),
  },
  {
    name: 'tillside_till_key_store',
    help: "1, by what keeps the till's data key",
    of: ({ report }) =>
      report === null ? [] : [{ value: 1, more: { protection: report.keyStore } }],
  },
  {
    name: 'tillside_till_page_ends_total',
    type: 'counter',
    help: "How often the window's page has ended against its will since the program started",
    of: told(({ pageEnds }) => pageEnds),
  },
  {
    name: 'tillside_till_warning',
    help: '1 for each thing that the window warns of',
    of: ({ report }) =>
      counted(
        [...new Set((report?.warnings ?? []).map(warningLabel))].map((code) => [code, 1] as const),
        'code',
      ),
  },
  {
    name: 'tillside_till_secret_end_timestamp_seconds',
    help: 'When a secret of this till that was replaced is refused',
    of: ({ secretUntil }) => (secretUntil === null ? [] : [{ value: secretUntil / 1_000 }]),
  },
];

function secondsSince(seenAt: number | null, now: number): number {
  return seenAt === null ? 0 : Math.max(0, Math.round((now - seenAt) / 1_000));
}
