import type { Catalogue } from '../../app/messages/catalogues.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import { KINDS } from '../../app/totals/kinds.ts';
import type { Reconciliation, Side, Tally } from '../../app/totals/reconciliation.ts';
import { asText, BYTE_ORDER_MARK, csvLines } from './csvText.ts';

/** The sum of some days as a list for a spreadsheet: each number of it, both sides, and the slips that are missing. */
export function sumCsv(sum: Reconciliation, words: Catalogue): Buffer[] {
  const { sum: named } = words.csvFile;
  const { given, found, missing } = words.manager.reconciliation;
  const row = (what: string, { count, forgotten }: Tally, from = '', to = '', day = '') => [
    what,
    count,
    forgotten,
    from,
    to,
    asText(day),
  ];
  const kinds = KINDS.map((kind) => sum.kinds[kind]);
  const total = (tallies: readonly Tally[]): Tally => ({
    count: tallies.reduce((all, { count }) => all + count, 0),
    forgotten: tallies.reduce((all, { forgotten }) => all + forgotten, 0),
  });
  const slips = sum.missing.map(({ first, last, day }) =>
    row(
      missing,
      { count: last - first + 1, forgotten: 0 },
      slipNumber(first),
      slipNumber(last),
      day ?? '',
    ),
  );
  const rows = [
    [named.what, named.count, named.forgotten, named.from, named.to, named.day],
    [named.days, '', '', asText(sum.from), asText(sum.to), ''],
    row(sideWords('registered', words), sum.registered),
    row(sideWords('taken-over', words), sum.takenOver),
    row(given, total([sum.registered, sum.takenOver])),
    ...KINDS.map((kind) => row(sideWords(kind, words), sum.kinds[kind])),
    row(found, total(kinds)),
    row(named.difference, { count: sum.difference, forgotten: 0 }),
    ...slips,
    ...(sum.moreMissing > 0 ? [[named.moreMissing, sum.moreMissing, '', '', '', '']] : []),
  ];
  return [Buffer.from(BYTE_ORDER_MARK + csvLines(rows))];
}

/** The words of the page for a number of the sum. */
function sideWords(side: Side, { manager }: Catalogue): string {
  const { discarded, ...sides } = manager.reconciliation.sides;
  const reason = Object.entries(discarded).find(([name]) => side === `discarded.${name}`)?.[1];
  return reason ?? sides[side as keyof typeof sides];
}
