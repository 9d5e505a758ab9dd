import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { errorCode } from './durableFile.ts';
import { mostBytesOf } from './longRecord.ts';
import { setAside } from './setAside.ts';

/** What the till itself writes into its data folder, in whatever letters: to Windows and macOS they are the same. Everything else there is Chromium's. */
const OWN =
  /^(?:(?:bulk|draft|erasure|key|outages|pin|recovered|settings|totals|words)\.json|outbox-.*|audit[.-].*)$/i;

/**
 * Each is short, but for the record of an erasing. Of the first ones each is read whole at the start, and nobody could start where one cannot be; the head
 * of the trail lies here only where there is no place for it beside the folder, and a folder would keep that place.
 */
const SMALL =
  /^(?:(?:bulk|draft|erasure|key|outages|pin|recovered|settings|totals|words)\.json|audit\.head)$/i;

const NUMBERED = 'outbox-\\d+\\.(?:journal|snapshot)|audit-(?:manager|cashier)-\\d+\\.trail';
/** What the till reads and makes in these letters alone, and what has such a name to Windows and macOS. */
const OWN_LETTERS = new RegExp(`^(?:${NUMBERED})$`);
const ANY_LETTERS = new RegExp(`^(?:${NUMBERED})$`, 'iu');

/**
 * What has the name of one of the till's files and is a link, a pipe or a device is put aside: a link would lead what
 * the till writes, or what it believes, to another place. So is a folder, or a file of any length, that has the name
 * of a small one; a folder with another name is the affair of whoever reads that. And so is whatever has the name of a
 * file of the store or the trail in other letters: nobody reads it, and where these are the same none can be made.
 * `beside`: files outside the folder, which are short as well: the watermark, and the head of the trail, which tells of a
 * folder itself. `now`: ms since 1970.
 */
export async function setLinksAside(
  folder: string,
  beside: readonly string[],
  now: number,
): Promise<StoreWarning[]> {
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => OWN.test(name)).map((name) => join(folder, name));
  const warnings: StoreWarning[] = [];
  for (const path of [...own, ...beside]) {
    const isSmall = SMALL.test(basename(path));
    const isNoFolder = isSmall || path.endsWith('.mark');
    if (!(await isForeign(path, isNoFolder, isSmall || beside.includes(path)))) continue;
    // Where it cannot be renamed it stays, and nobody follows it.
    const detail = await setAside(path, now).catch(
      (error: unknown) => `${basename(path)} ${errorCode(error)}`,
    );
    warnings.push({ code: 'store.set-aside', detail });
  }
  return warnings;
}

async function isForeign(path: string, isNoFolder: boolean, isShort: boolean): Promise<boolean> {
  const name = basename(path);
  if (ANY_LETTERS.test(name) && !OWN_LETTERS.test(name)) return true;
  const stats = await lstat(path).catch(() => null);
  if (stats === null) return false;
  if (stats.isDirectory()) return isNoFolder;
  return !stats.isFile() || (isShort && stats.size > mostBytesOf(name));
}

/** The files that the till keeps beside its data folder. */
export function besideFolder(folder: string, ending: 'mark' | 'audit'): string {
  return join(dirname(folder), `${basename(folder)}.${ending}`);
}
