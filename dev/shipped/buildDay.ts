/**
 * The start (UTC) of the day of a build, ms since 1970: today's, or that of `SOURCE_DATE_EPOCH` (s), for
 * whoever wants the same bytes again (https://reproducible-builds.org/specs/source-date-epoch/).
 */
export function buildDay(
  now: number = Date.now(),
  epoch: string | undefined = process.env.SOURCE_DATE_EPOCH,
): number {
  const moment = epoch !== undefined && /^\d+$/.test(epoch) ? Number(epoch) * 1_000 : now;
  return Math.floor(moment / DAY) * DAY;
}

const DAY = 24 * 60 * 60 * 1_000;
