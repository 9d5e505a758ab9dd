import { isPlainCode } from '../../app/health/plainCode.ts';
import {
  MAX_HELD_CODES,
  MAX_REPORTED_CODE,
  MAX_REPORTED_NUMBER,
  MAX_WARNINGS,
  OTHER_CODE,
  type TillReport,
} from '../../app/report/tillReport.ts';
import type { OpeningHours } from '../../app/update/openingHours.ts';
import type { Health } from '../health/describeHealth.ts';

const MEBIBYTE = 2 ** 20;

/** What the store says where the disk takes nothing. */
const REFUSALS = ['store.disk-full', 'store.read-only', 'store.write-failed'];

/** Where the program's version cannot be told. */
const NO_VERSION = '0.0.0';

export interface ReportParts {
  health: Health;
  /** Where the settings say when the shop is open. */
  openingHours: OpeningHours | null;
  /** Of the till's own time (minutes ahead of UTC). */
  utcOffsetMinutes: number;
}

/** What a till tells of itself: always a report as `tillReportSchema` has it, whatever its health has in it. */
export function reportOf({ health, openingHours, utcOffsetMinutes }: ReportParts): TillReport {
  const { lastAcceptedAt, writtenAt, warnings } = health;
  const since = lastAcceptedAt === null ? null : Date.parse(writtenAt) - Date.parse(lastAcceptedAt);
  return {
    format: 1,
    version: /^\d+\.\d+\.\d+[\w.+-]{0,20}$/.exec(health.version)?.[0] ?? NO_VERSION,
    isRunning: health.isRunning,
    runsForSeconds: counted(health.runsForSeconds),
    waiting: counted(health.waiting),
    oldestWaitingSeconds: orNull(health.oldestWaitingSeconds),
    pause: health.pause,
    held: counted(health.held),
    heldByCode: heldByCode(health.heldByCode),
    sinceAcceptedSeconds: orNull(since === null ? null : since / 1_000),
    clockOffsetSeconds: reportedOffset(health.clockOffsetSeconds),
    disk: {
      freeMebibytes: orNull(
        health.diskFreeBytes === null ? null : Math.floor(health.diskFreeBytes / MEBIBYTE),
      ),
      isRefusing: warnings.some((code) => REFUSALS.includes(code)),
    },
    keyStore: health.keyStore,
    pageEnds: counted(health.pageEnds),
    warnings: [...new Set(warnings.map(asReported))].slice(0, MAX_WARNINGS),
    openingHours: openingHours === null ? null : { ...openingHours, utcOffsetMinutes },
  };
}

function heldByCode(counts: Health['heldByCode']): TillReport['heldByCode'] {
  const told = new Map<string, number>();
  for (const [code, count] of Object.entries(counts)) {
    const name = asReported(code);
    told.set(name, counted((told.get(name) ?? 0) + count));
  }
  return [...told].sort(([, one], [, other]) => other - one).slice(0, MAX_HELD_CODES);
}

function asReported(code: string): string {
  return code.length <= MAX_REPORTED_CODE && isPlainCode(code) ? code : OTHER_CODE;
}

/** A clock that is wrong makes ages that are none. */
function counted(number: number): number {
  return Number.isNaN(number) ? 0 : Math.min(Math.max(0, Math.round(number)), MAX_REPORTED_NUMBER);
}

/** The gateway's clock minus the till's (s) as a report may have it, whatever year one of the two is in. */
export function reportedOffset(seconds: number | null): number | null {
  if (seconds === null) return null;
  return seconds < 0 ? -counted(-seconds) : counted(seconds);
}

function orNull(number: number | null): number | null {
  return number === null || Number.isNaN(number) ? null : counted(number);
}
