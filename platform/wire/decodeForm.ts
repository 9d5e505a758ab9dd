/** Pairs of name and value in their order, and whether any of the text was not decodable. */
export interface DecodedForm {
  pairs: [name: string, value: string][];
  badEncoding: boolean;
}

/**
 * Reads `a=1&b=2` strictly: percent escapes must be UTF-8 and everything else ASCII. The usual
 * parsers put a replacement character where the bytes are wrong, which would hide the mistake.
 */
export function decodeForm(text: string): DecodedForm {
  const pairs: [string, string][] = [];
  let badEncoding = false;
  for (const part of text.split('&')) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    const name = decode(cut < 0 ? part : part.slice(0, cut));
    const value = decode(cut < 0 ? '' : part.slice(cut + 1));
    if (name === undefined || value === undefined) badEncoding = true;
    else pairs.push([name, value]);
  }
  return { pairs, badEncoding };
}

function decode(text: string): string | undefined {
  // Names and most values, in a tenth of the time.
  if (/^[\w.-]*$/.test(text)) return ownCopy(text);
  if (/[^ -~]/.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** V8 keeps a shorter part of a text by itself, and a longer one as a view of the whole (characters). */
const LONGEST_COPIED = 12;

/**
 * The same text, and nothing behind it: a key or a sign that is remembered would else keep all of the form that it came in,
 * which whoever calls may fill.
 */
function ownCopy(text: string): string {
  return text.length > LONGEST_COPIED ? Buffer.from(text, 'latin1').toString('latin1') : text;
}
