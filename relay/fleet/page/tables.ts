import { addressOf, type ListQuery, type Sort } from '../view/listQuery.ts';
import type { ShopLine } from '../view/listShops.ts';
import type { TillLine } from '../view/listTills.ts';
import { filled, type Words } from '../words/words.ts';
import { type Html, html } from './html.ts';
import { agoText, lengthText } from './times.ts';

/** What a table is drawn with. */
export interface Drawing {
  query: ListQuery;
  words: Words;
  /** Ms since 1970. */
  now: number;
}

interface Column<Line> {
  sort: Sort;
  /** Its name; that of what it is sorted by where it has none of its own. */
  title?: keyof Words['columns'];
  isNumber?: true;
  cell(line: Line, drawing: Drawing): Html | string | number;
}

const NOTHING = '–';

const TILL_COLUMNS: readonly Column<TillLine>[] = [
  { sort: 'look', cell: (line, { words }) => html`${badge(line.look, words)}${whys(line, words)}` },
  { sort: 'shop', cell: ({ till }, drawing) => shopLink(till.brandId, till.shopId, drawing) },
  { sort: 'till', cell: ({ till }) => html`<span title="${till.appKey}">${till.till}</span>` },
  { sort: 'seen', cell: ({ till }, drawing) => moment(till.seenAt, drawing) },
  {
    sort: 'waiting',
    isNumber: true,
    cell: ({ till }) => till.report?.waiting ?? NOTHING,
  },
  {
    sort: 'oldest',
    isNumber: true,
    cell: ({ oldest }, { words }) => (oldest === null ? NOTHING : lengthText(oldest, words)),
  },
  { sort: 'held', isNumber: true, cell: ({ till }) => till.report?.held ?? NOTHING },
  { sort: 'accepted', cell: ({ till }, drawing) => moment(acceptedAt(till), drawing) },
  {
    sort: 'clock',
    isNumber: true,
    cell: ({ till: { report } }, { words }) => offsetText(report?.clockOffsetSeconds, words),
  },
  {
    sort: 'disk',
    isNumber: true,
    cell: ({ till: { report } }) => spaceText(report?.disk.freeMebibytes ?? null),
  },
  { sort: 'version', cell: ({ till }) => till.report?.version ?? NOTHING },
];

const SHOP_COLUMNS: readonly Column<ShopLine>[] = [
  {
    sort: 'look',
    cell: ({ look, needy, silent }, { words }) => {
      const said = [
        silent > 0 && filled(words.shopSilent, { silent }),
        needy > silent && filled(words.shopNeedy, { needy }),
      ];
      return html`${badge(look, words)}${said.map((text) => text && html`<small>${text}</small>`)}`;
    },
  },
  { sort: 'shop', cell: ({ brandId, shopId }, drawing) => shopLink(brandId, shopId, drawing) },
  {
    sort: 'till',
    title: 'tills',
    isNumber: true,
    cell: ({ tills }, { words }) => filled(words.shopTills, { tills }),
  },
  { sort: 'seen', cell: ({ seenAt }, drawing) => moment(seenAt, drawing) },
  { sort: 'waiting', isNumber: true, cell: ({ waiting }) => waiting },
  {
    sort: 'oldest',
    isNumber: true,
    cell: ({ oldest }, { words }) => (oldest === null ? NOTHING : lengthText(oldest, words)),
  },
  { sort: 'held', isNumber: true, cell: ({ held }) => held },
];

export function tillTable(lines: readonly TillLine[], drawing: Drawing): Html {
  return table('tills', TILL_COLUMNS, lines, ({ look }) => look, drawing);
}

export function shopTable(lines: readonly ShopLine[], drawing: Drawing): Html {
  return table('shops', SHOP_COLUMNS, lines, ({ look }) => look, drawing);
}

function table<Line>(
  kind: string,
  columns: readonly Column<Line>[],
  lines: readonly Line[],
  lookOf: (line: Line) => string,
  drawing: Drawing,
): Html {
  const { words } = drawing;
  const titleOf = ({ sort, title }: Column<Line>) => words.columns[title ?? sort];
  const row = (line: Line) => {
    const cells = columns.map(
      (column) =>
        html`<td data-title="${titleOf(column)}" class="${column.sort}${column.isNumber && ' number'}">${column.cell(line, drawing)}</td>`,
    );
    return html`<tr class="${lookOf(line)}">${cells}</tr>\n`;
  };
  return html`<table class="${kind}">
<thead><tr>${columns.map((column) => heading(column, titleOf(column), drawing))}</tr></thead>
<tbody>
${lines.map(row)}</tbody>
</table>`;
}

/** Sorts by its column; the one that the list is sorted by already turns it round. */
function heading<Line>(column: Column<Line>, title: string, { query, words }: Drawing): Html {
  const { sort, isNumber } = column;
  const isSorted = query.sort === sort;
  const dir = isSorted && query.dir === 'asc' ? 'desc' : isSorted ? 'asc' : firstWay(column);
  const address = addressOf({ ...query, sort, dir, page: 1 });
  const way = isSorted && (query.dir === 'asc' ? 'ascending' : 'descending');
  const arrow =
    isSorted &&
    html`<span aria-hidden="true">${query.dir === 'asc' ? ' ▲' : ' ▼'}</span><span class="unseen"> ${words.sorted[query.dir]}</span>`;
  return html`<th scope="col" class="${sort}${isNumber && ' number'}"${way && html` aria-sort="${way}"`}><a href="${address}">${title}${arrow}</a></th>`;
}

/** Of numbers most people want the largest first, of the rest the beginning. */
function firstWay<Line>({ isNumber, sort }: Column<Line>): 'asc' | 'desc' {
  return isNumber && sort !== 'disk' ? 'desc' : 'asc';
}

function badge(look: TillLine['look'], words: Words): Html {
  return html`<span class="badge">${words.looks[look]}</span>`;
}

function whys({ why, till }: TillLine, words: Words): Html {
  const pause = till.report?.pause ?? 'none';
  const texts = why.map((one) => filled(words.why[one], { pause: words.pauses[pause] }));
  // One that ends by itself is no fault, but it says why saves wait.
  if (pause !== 'none' && !why.includes('paused')) texts.push(words.pauses[pause]);
  return html`${texts.map((text) => html`<small>${text}</small>`)}`;
}

function shopLink(brand: string, shop: string, { query }: Drawing): Html {
  const address = addressOf({ ...query, by: 'till', brand, shop, page: 1, q: '' });
  return html`<a href="${address}">${shop}</a><small>${brand}</small>`;
}

function moment(at: number | null, { now, words }: Drawing): Html {
  if (at === null) return html`${NOTHING}`;
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${agoText((now - at) / 1_000, words)}</time>`;
}

function acceptedAt({ seenAt, report }: TillLine['till']): number | null {
  if (seenAt === null || report === null || report.sinceAcceptedSeconds === null) return null;
  return seenAt - report.sinceAcceptedSeconds * 1_000;
}

function offsetText(offset: number | null | undefined, words: Words): string {
  if (offset === null || offset === undefined) return NOTHING;
  return `${offset < 0 ? '−' : '+'}${lengthText(Math.abs(offset), words)}`;
}

function spaceText(mebibytes: number | null): string {
  if (mebibytes === null) return NOTHING;
  return mebibytes < 1_024 ? `${mebibytes} MB` : `${Math.floor(mebibytes / 1_024)} GB`;
}
