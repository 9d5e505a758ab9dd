import { isAscii, isUtf8 } from 'node:buffer';
import type { DecodedForm } from './decodeForm.ts';
import { paramsOfHeader } from './paramsOfHeader.ts';

/** A call has a dozen parts. To take thousands apart takes longer than a hundred calls. */
const MOST_PARTS = 256;

/** Of one part (bytes): it says a name, perhaps a type. */
const LONGEST_HEAD = 2 * 1024;

const END_OF_HEAD = '\r\n\r\n';

/** Whether a body has more parts, or a longer head of one, than any call: looked at before anything is taken apart. */
export function isTooMuch(body: Buffer): boolean {
  let parts = 0;
  // Whatever the boundary is: no value of a call has a line that begins so, as JSON is on one line.
  for (let at = 0; at >= 0; at = body.indexOf('\r\n--', at + 1)) {
    parts += 1;
    const head = body.subarray(at, at + LONGEST_HEAD);
    const isEnded = head.length < LONGEST_HEAD || head.indexOf(END_OF_HEAD) >= 0;
    // What begins the body and what ends it are no parts, but look like them.
    if (parts > MOST_PARTS + 1 || !isEnded) return true;
  }
  return false;
}

/**
 * Reads the fields of a multipart body, of which `isTooMuch` was asked. A server of calls has no file parameters: files are skipped. A
 * parser for streams would make one of each part, which for a body that is there as a whole takes twenty times as long: and whoever has
 * no key may send it.
 */
export function readMultipart(body: Buffer, contentType: string): DecodedForm {
  const pairs: DecodedForm['pairs'] = [];
  const broken = { pairs, badEncoding: true };
  if (body.length === 0) return { pairs, badEncoding: false };
  const boundary = paramsOfHeader(contentType).get('boundary') ?? '';
  if (boundary === '' || !isUtf8(body)) return broken;
  const line = `\r\n--${boundary}`;
  const isAtOnce = body.indexOf(line.slice(2), 0, 'latin1') === 0;
  let from = isAtOnce ? line.length - 2 : behind(line, body.indexOf(line, 0, 'latin1'));
  while (from >= 0) {
    if (body.toString('latin1', from, from + 2) === '--') return { pairs, badEncoding: false };
    const headEnd = body.indexOf(END_OF_HEAD, from);
    const end = body.indexOf(line, from, 'latin1');
    // A part without a value may lack the line break in front of the next one.
    if (headEnd < 0 || end < headEnd + 2) return broken;
    const part = readHead(body.toString('utf8', from, headEnd));
    const value = body.subarray(headEnd + END_OF_HEAD.length, end);
    if (part === 'broken' || (!part.isUtf8 && !isAscii(value))) return broken;
    if (part.name !== undefined) pairs.push([part.name, value.toString('utf8')]);
    from = behind(line, end);
  }
  return broken;
}

function behind(line: string, at: number): number {
  return at < 0 ? at : at + line.length;
}

/** What a part says of itself, or that nothing can be made of it. `name`: of a field. */
function readHead(head: string): { name?: string; isUtf8: boolean } | 'broken' {
  const [padding = '', ...lines] = head.replace(/\r\n(?=[ \t])/g, ' ').split('\r\n');
  if (/[^ \t]/.test(padding)) return 'broken';
  const disposition = lineNamed('content-disposition', lines) ?? '';
  const type = lineNamed('content-type', lines) ?? '';
  const { name, filename } = Object.fromEntries(paramsOfHeader(disposition));
  const charset = paramsOfHeader(type).get('charset') ?? 'utf-8';
  const isField =
    /^form-data[ \t]*;/i.test(disposition) &&
    filename === undefined &&
    !/^application\/octet-stream\b/i.test(type);
  return {
    ...(isField && name !== undefined ? { name } : {}),
    isUtf8: !isField || /^utf-?8$/i.test(charset),
  };
}

function lineNamed(name: string, lines: readonly string[]): string | undefined {
  const line = lines.find((one) => one.slice(0, name.length + 1).toLowerCase() === `${name}:`);
  return line?.slice(name.length + 1).trim();
}
