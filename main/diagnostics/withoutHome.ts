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
  const path = `${lead}${parts.map(escaped).join(between)}`;
  // Not a longer name that begins alike.
  const pattern = new RegExp(`${path}(?![\\p{L}\\p{N}_-])`, isOfWindows ? 'giu' : 'gu');
  const sign = homeSign(platform);
  return (text) => text.replace(pattern, () => sign);
}

function escaped(text: string): string {
  // Of every sign that has a meaning in a pattern.
  const plain = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const inAddress = encodeURIComponent(text);
  return inAddress === text ? plain(text) : `(?:${plain(text)}|${plain(inAddress)})`;
}
