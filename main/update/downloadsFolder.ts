import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** Where this user's programs keep what they can fetch again: it does not roam. */
export function downloadsFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const given = (platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME) ?? '';
  if (isAbsolute(given)) return given;
  return platform === 'win32' ? join(home, 'AppData', 'Local') : join(home, '.cache');
}
