/** What a home folder is written as: its name is often a person's. */
export function homeSign(platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? '%USERPROFILE%' : '~';
}

/** Writes texts without the path of the user's own folder, however its separators are written. */
export function withoutHome(
  home: string,
  platform: NodeJS.Platform = process.platform,
): (text: string) => string {
  const isOfWindows = platform === 'win32';
  // Of `/`, or a whole drive, every path is made.
  const parts = home.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length < (isOfWindows ? 2 : 1)) return (text) => text;
  // In a line of JSON each backslash stands twice; in an address there are slashes.
  const between = isOfWindows ? '(?:\\\\{1,4}|/|%5C)' : '/';
  const lead = isOfWindows ? '' : '/';
  const names = isOfWindows ? parts.map(longOrShort) : parts.map(escaped);
  const path = `${lead}${names.join(between)}`;
  // Not a longer name that begins alike.
  const pattern = new RegExp(
    `${path}(?![\\p{L}\\p{M}\\p{N}_-])`,
    isOfWindows || platform === 'darwin' ? 'giu' : 'gu',
  );
  const sign = homeSign(platform);
  return (text) => text.replace(pattern, () => sign);
}

/** A name that is its own short one: eight plain letters, three behind a dot. */
const IS_SHORT = /^[\w$%'@~`!(){}^#&-]{1,8}(?:\.[\w$%'@~`!(){}^#&-]{1,3})?$/;

/** What stands before the `~` of a short name, six signs at the most; in an address one may be three of its own. */
const SHORT_BODY = '(?:%[0-9a-f]{2}|[^\\\\/~%"<>|:*?.\\s])';

/** A name of Windows, or the short one that it has as well: of the user any, of a folder before it one that begins alike. */
function longOrShort(name: string, index: number, { length }: readonly string[]): string {
  if (index === 0 || IS_SHORT.test(name)) return escaped(name);
  const start = index === length - 1 ? '' : escaped(name.replace(/[. ]/g, '').slice(0, 2));
  const short = `${start}${SHORT_BODY}{${start === '' ? 1 : 0},18}~\\d{1,6}(?:\\.${SHORT_BODY}{1,9})?`;
  return `(?:${escaped(name)}|${short})`;
}

/**
 * A name sign by sign: in an address some are written as `%20`, and which ones depends on who writes it; macOS gives the same
 * folder for an accented letter in one sign or in two, and for capitals and small ones.
 */
function escaped(name: string): string {
  return [...name.normalize('NFC')].map(eachWay).join('');
}

function eachWay(sign: string): string {
  if (/^[a-z0-9]$/i.test(sign)) return sign;
  const ways = new Set<string>();
  for (const letter of [sign, sign.toLowerCase(), sign.toUpperCase()])
    for (const form of ['NFC', 'NFD']) {
      const written = letter.normalize(form);
      ways.add(plain(written)).add(inAddress(written));
    }
  return `(?:${[...ways].join('|')})`;
}

/** Of every sign that has a meaning in a pattern. */
function plain(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Each byte of it, letters as they are. */
function inAddress(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[a-z0-9]/i.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
