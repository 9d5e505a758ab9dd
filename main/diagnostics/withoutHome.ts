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
  const pattern = new RegExp(`${path}(?![\\p{L}\\p{N}_-])`, isOfWindows ? 'giu' : 'gu');
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

function escaped(text: string): string {
  // Of every sign that has a meaning in a pattern.
  const plain = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const inAddress = encodeURIComponent(text);
  return inAddress === text ? plain(text) : `(?:${plain(text)}|${plain(inAddress)})`;
}
