import type { SeenTill } from './fleet.ts';
import type { ListQuery, Sort } from './listQuery.ts';
import { LOOKS, type Look, lookOf, type Why } from './tillLook.ts';

/** A line of the list: a till and how it looks. */
export interface TillLine {
  till: SeenTill;
  look: Look;
  why: readonly Why[];
  /** How long its oldest save has waited by now (s), or null. */
  oldest: number | null;
}

/** How a till looks at `now` (ms since 1970). */
export function tillLine(till: SeenTill, now: number): TillLine {
  const { look, why } = lookOf(till, now);
  const told = till.report?.oldestWaitingSeconds ?? null;
  const since = Math.max(0, Math.round((now - (till.seenAt ?? now)) / 1_000));
  return { till, look, why, oldest: told === null ? null : told + since };
}

/** Whether a line is asked for: by the shop, the search, and by whether it needs somebody. */
export function isAskedFor({ brand, shop, only, q }: ListQuery): (line: TillLine) => boolean {
  const searched = q.toLowerCase();
  return ({ till, look }) => {
    if (only === 'needy' && look !== 'trouble' && look !== 'attention') return false;
    if (brand !== '' && till.brandId !== brand) return false;
    if (shop !== '' && till.shopId !== shop) return false;
    if (searched === '') return true;
    const { brandId, shopId, till: name, appKey, report } = till;
    return [brandId, shopId, name, appKey, report?.version ?? ''].some((text) =>
      text.toLowerCase().includes(searched),
    );
  };
}

/** What a list is put in order by; null stands at the end whichever way it goes. */
const KEYS: Readonly<Record<Sort, (line: TillLine) => number | string | null>> = {
  look: ({ look }) => LOOKS.indexOf(look),
  shop: ({ till }) => `${till.brandId}\u0000${till.shopId}`,
  till: ({ till }) => till.till,
  seen: ({ till }) => till.seenAt,
  waiting: ({ till }) => till.report?.waiting ?? null,
  oldest: ({ oldest }) => oldest,
  held: ({ till }) => till.report?.held ?? null,
  accepted: ({ till: { seenAt, report } }) =>
    seenAt === null || report === null || report.sinceAcceptedSeconds === null
      ? null
      : seenAt - report.sinceAcceptedSeconds * 1_000,
  clock: ({ till }) =>
    till.report === null ? null : Math.abs(till.report.clockOffsetSeconds ?? 0),
  disk: ({ till }) => till.report?.disk.freeMebibytes ?? null,
  version: ({ till }) => till.report?.version ?? null,
};

/** Lines in the order that is asked for; those that are alike stay in the order of brand, shop and till. */
export function inOrderOf({ sort, dir }: ListQuery, lines: readonly TillLine[]): TillLine[] {
  return sortedBy(lines, KEYS[sort], dir);
}

/** By what `key` says of each, which is asked once, null last. */
export function sortedBy<Line>(
  lines: readonly Line[],
  key: (line: Line) => number | string | null,
  dir: ListQuery['dir'],
): Line[] {
  const way = dir === 'asc' ? 1 : -1;
  const keyed = lines.map((line) => ({ line, key: key(line) }));
  keyed.sort(({ key: first }, { key: second }) => {
    if (first === second) return 0;
    if (first === null) return 1;
    if (second === null) return -1;
    return first < second ? -way : way;
  });
  return keyed.map(({ line }) => line);
}
