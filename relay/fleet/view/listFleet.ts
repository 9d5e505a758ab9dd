import { fewAtATime } from './breathe.ts';
import type { Fleet } from './fleet.ts';
import type { ListQuery } from './listQuery.ts';
import { type ShopLine, shopLines, shopsInOrderOf } from './listShops.ts';
import { inOrderOf, isAskedFor, type TillLine, tillLine } from './listTills.ts';

/** So many lines are on one page. */
export const PAGE_LINES = 100;

/** Numbers of the whole chain, whatever is asked for. */
export interface FleetCounts {
  shops: number;
  tills: number;
  silent: number;
  /** Tills that need somebody. */
  needy: number;
  paused: number;
  waiting: number;
  held: number;
  /** Tills that have never reported. */
  never: number;
}

/** What is on one page of the list. */
export interface FleetList {
  counts: FleetCounts;
  lines: { by: 'till'; of: readonly TillLine[] } | { by: 'shop'; of: readonly ShopLine[] };
  /** From 1 on; never beyond the last. */
  page: number;
  pages: number;
  /** How many lines all pages have together. */
  found: number;
}

/** The page that `query` asks for. `now`: ms since 1970. */
export async function listFleet(fleet: Fleet, query: ListQuery, now: number): Promise<FleetList> {
  const all: TillLine[] = [];
  for await (const some of fewAtATime(fleet.tills)) {
    for (const till of some) all.push(tillLine(till, now));
  }
  const counts = countsOf(all);
  const asked = all.filter(isAskedFor(query));
  if (query.by === 'shop') {
    const { of, ...rest } = pageOf(shopsInOrderOf(query, shopLines(asked)), query.page);
    return { counts, lines: { by: 'shop', of }, ...rest };
  }
  const { of, ...rest } = pageOf(inOrderOf(query, asked), query.page);
  return { counts, lines: { by: 'till', of }, ...rest };
}

function pageOf<Line>(lines: readonly Line[], asked: number) {
  const pages = Math.max(1, Math.ceil(lines.length / PAGE_LINES));
  const page = Math.min(asked, pages);
  const of = lines.slice((page - 1) * PAGE_LINES, page * PAGE_LINES);
  return { of, page, pages, found: lines.length };
}

function countsOf(lines: readonly TillLine[]): FleetCounts {
  const counts: FleetCounts = {
    shops: shopLines(lines).length,
    tills: lines.length,
    silent: 0,
    needy: 0,
    paused: 0,
    waiting: 0,
    held: 0,
    never: 0,
  };
  for (const { till, look, why } of lines) {
    counts.silent += Number(why.includes('silent'));
    counts.needy += Number(look === 'trouble' || look === 'attention');
    counts.paused += Number(why.includes('paused'));
    counts.waiting += till.report?.waiting ?? 0;
    counts.held += till.report?.held ?? 0;
    counts.never += Number(till.seenAt === null);
  }
  return counts;
}
