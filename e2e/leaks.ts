import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Leak = { what: string; form: string; where: string };

/** A text in every form in which a file may hold it. */
export function formsOf(text: string): Map<string, Buffer> {
  const utf8 = Buffer.from(text);
  const forms = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    // Without its first byte, mostly a zero: files of megabytes of zeros would be tried at each of them.
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16().subarray(1)],
    ['address', Buffer.from(encodeURIComponent(text))],
    ['JSON escapes', Buffer.from(escaped(text))],
    ['hex', Buffer.from(utf8.toString('hex'))],
  ]);
  for (const [name, bytes] of [...forms].slice(0, 2)) {
    for (const shift of [0, 1, 2]) {
      forms.set(`base64 of ${name}, shift ${shift}`, insideBase64(bytes, shift));
    }
  }
  return forms;
}

/** The part of the base64 of a longer text that depends on these bytes alone. */
function insideBase64(bytes: Buffer, shift: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const from = shift === 0 ? 0 : 4;
  const to = whole.length - (whole.endsWith('=') ? 4 : 0);
  return Buffer.from(whole.slice(from, to));
}

function escaped(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Every file below a folder. Sockets and links that lead nowhere hold nothing. */
export function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names.filter((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat?.isFile() === true;
  });
}

/** Where any of these texts stands in a folder's files, in whatever form; names count as well. */
export function leaksIn(folder: string, secrets: Readonly<Record<string, string>>): Leak[] {
  const places = filesBelow(folder).map((name) => ({
    where: name,
    content: Buffer.concat([Buffer.from(`${name}\n`), readFileSync(join(folder, name))]),
  }));
  return places.flatMap(({ where, content }) => leaksInText(where, content, secrets));
}

export function leaksInText(
  where: string,
  content: Buffer,
  secrets: Readonly<Record<string, string>>,
): Leak[] {
  return Object.entries(secrets).flatMap(([what, text]) =>
    [...formsOf(text)]
      .filter(([, bytes]) => content.includes(bytes))
      .map(([form]) => ({ what, form, where })),
  );
}
