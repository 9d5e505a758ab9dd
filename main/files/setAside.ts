import { basename, dirname, join } from 'node:path';
import { flushFolder, renamePatiently } from './durableFile.ts';

/**
 * Renames a file that cannot be read to `NAME.unreadable-TIME`, so that its bytes stay for support
 * and nothing writes over them. Gives the new name. `now`: ms since 1970.
 */
export async function setAside(path: string, now: number): Promise<string> {
  const time = new Date(now).toISOString().replace(/[:.]/g, '-');
  const name = `${basename(path)}.unreadable-${time}`;
  await renamePatiently(path, join(dirname(path), name));
  await flushFolder(dirname(path));
  return name;
}
