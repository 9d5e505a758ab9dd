import { stringify } from 'csv-stringify/sync';

/** What tells a spreadsheet that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A sign of a formula, also behind blanks and in full width, or what is trimmed in front of one; and our own guard. */
const LEADS = /^[\t\r\n'＇]|^\s*[=+\-@＝＋－＠]/u;

/**
 * The same behind what parts cells or rows where a list has another separator than the comma: there the quotes around a cell
 * are signs like any other, and what stands in the middle of a text begins a cell.
 */
const PARTS = /(\r\n|[;\t|\r\n])(?='|[\s"]*[=+\-@＝＋－＠])/gu;

/** A number, a date, a share or an exponent has a digit of some script; no spreadsheet reads one with a star in it. */
const isRead = (text: string) => /\p{N}/u.test(text) && !/[*＊]/u.test(text);

const TRUTH = /^\s*(?:true|false)\s*$/i;

/**
 * A text that every spreadsheet keeps as it is. What it would take for a formula, a number, a date or a truth has an
 * apostrophe in front of it. So a reader that finds one at the beginning of a text, or behind a semicolon, a tab, a bar or a
 * line break in it, takes that one away.
 */
export function asText(text: string): string {
  const guarded = text.replace(PARTS, "$1'");
  return LEADS.test(text) || isRead(text) || TRUTH.test(text) ? `'${guarded}` : guarded;
}

/** The text that `asText` was given. */
export function fromText(cell: string): string {
  return cell.replace(/^'/, '').replace(/(\r\n|[;\t|\r\n])'/g, '$1');
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** A time (ms since 1970) on the wall of the shop, as every spreadsheet reads it; empty for none. */
export function asTime(time: number | null): string {
  if (time === null || Number.isNaN(new Date(time).getTime())) return '';
  const date = new Date(time);
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits);
  return `${day.join('-')} ${clock.join(':')}`;
}

/** Lines of a file, each ended: everything in quotes, so that a line break stays in its cell. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      quoted: true,
      record_delimiter: 'windows',
      // Whatever a column has not guarded itself.
      escape_formulas: true,
    },
  );
}
