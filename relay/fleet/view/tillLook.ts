import { isExpected } from './expected.ts';
import type { SeenTill } from './fleet.ts';

/** So long may an expected till be silent (ms). */
export const SILENT_AFTER_MS = 15 * 60_000;

/** So long may a save wait before somebody should look (s). */
export const WAITING_LONG_SECONDS = 2 * 60 * 60;

/** More held saves than this are more than a shop's manager forgot. */
export const HELD_MANY = 20;

/** A clock that is off by more (s) is a fault of the PC. */
export const CLOCK_OFF_SECONDS = 120;

/** Less free space than this (MiB) and the disk will soon take nothing. */
const DISK_LOW_MEBIBYTES = 1_024;

/** The worst first: how much a till needs somebody. */
export const LOOKS = ['trouble', 'attention', 'well', 'closed', 'new'] as const;
export type Look = (typeof LOOKS)[number];

/** Why it looks so; the words are `why.*`. The same thresholds as in `relay/observability/rules.yml`. */
export type Why =
  | 'silent'
  | 'unreadable'
  | 'paused'
  | 'disk-refusing'
  | 'waiting-long'
  | 'held-many'
  | 'clock-off'
  | 'disk-low'
  | 'held'
  | 'warnings';

/** Pauses that end by themselves. */
const PASSING = new Set(['none', 'unreachable', 'busy', 'quota']);

const TROUBLE = new Set<Why>(['silent', 'unreadable', 'paused', 'disk-refusing', 'waiting-long']);

/** How a till looks at `now` (ms since 1970), and why. */
export function lookOf(till: SeenTill, now: number): { look: Look; why: readonly Why[] } {
  if (till.seenAt === null) return { look: 'new', why: [] };
  const why = [...whyOf(till, now)];
  if (why.some((one) => TROUBLE.has(one))) return { look: 'trouble', why };
  if (why.length > 0) return { look: 'attention', why };
  return { look: isExpected(till, now) ? 'well' : 'closed', why };
}

function* whyOf(till: SeenTill, now: number): Generator<Why> {
  const { report, seenAt } = till;
  if (report === null) {
    yield 'unreadable';
    return;
  }
  const silentFor = now - (seenAt ?? now);
  // A shop that has just opened has fifteen minutes to switch its tills on.
  const isMissed = isExpected(till, now) && isExpected(till, now - SILENT_AFTER_MS);
  if (silentFor > SILENT_AFTER_MS && isMissed) yield 'silent';
  if (!PASSING.has(report.pause)) yield 'paused';
  if (report.disk.isRefusing) yield 'disk-refusing';
  const oldest = report.oldestWaitingSeconds;
  if (oldest !== null && oldest + silentFor / 1_000 > WAITING_LONG_SECONDS) yield 'waiting-long';
  if (report.held > HELD_MANY) yield 'held-many';
  else if (report.held > 0) yield 'held';
  if (Math.abs(report.clockOffsetSeconds ?? 0) > CLOCK_OFF_SECONDS) yield 'clock-off';
  const free = report.disk.freeMebibytes;
  if (free !== null && free < DISK_LOW_MEBIBYTES) yield 'disk-low';
  if (report.warnings.length > 0) yield 'warnings';
}
