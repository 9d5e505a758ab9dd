import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isNothing } from '../../main/files/diskAnswer.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { besideFolder } from '../../main/files/setLinksAside.ts';
import { ASIDE_WATERMARK } from '../../main/journal/asideWatermark.ts';
import { storeFiles } from '../../main/journal/storeFiles.ts';
import { isSaidKnown } from '../../main/takeIn/allKnown.ts';
import { type AsideFolder, asideFolders, takenFolders } from '../../main/vault/asideFolders.ts';
import { KEY_FILE } from '../../main/vault/keyFile.ts';
import { type Failure, failure } from './failure.ts';
import type { FolderPlaces } from './readFolder.ts';
import { setAsideTime } from './setAsideTime.ts';

/** The queues of one data folder. */
export interface FoundFolders {
  /** The data folder of the till; of a folder that was set aside, the one that it lies in. */
  home: string;
  /** The folder that was named. */
  main: FolderPlaces;
  /** What was set aside in it, newest first; also what was taken in, and has its store still. */
  aside: FolderPlaces[];
  /** Where what was named is one that was set aside: the data folder's own queue, and what was set aside later. */
  later: FolderPlaces[];
}

const MOVING = /^aside-.*\.moving$/i;
/** Where the queues of a folder lie, or why it is no data folder. */
export async function findFolders(
  named: string,
): Promise<{ ok: true; found: FoundFolders } | Failure> {
  try {
    const path = await realpath(named);
    const typed = resolve(named);
    const [own, aside] = [await ownOf(path, typed), await asideOf(path)];
    if (aside.length === 0 && !(await hasAnyFiles(own))) return notOne();
    const isSetAside = await wasSetAside(path);
    const main = { ...own, isSetAside };
    const setAsideAt = setAsideTime(basename(path));
    if (setAsideAt === null) return { ok: true, found: { home: path, main, aside, later: [] } };
    const above = dirname(path);
    // By the times in the names: a tool may have given one of them other letters.
    const isLater = ({ name }: FolderPlaces) => (setAsideTime(name) ?? 0) > setAsideAt;
    const since = (await asideOf(above)).filter(isLater);
    const aboveTyped = dirname(typed);
    const isLinkItself = (await realpath(aboveTyped)) !== above;
    const around = await ownOf(above, isLinkItself ? above : aboveTyped);
    const later = [{ ...around, name: basename(above) }, ...since];
    const itself = { ...main, watermarks: [join(path, ASIDE_WATERMARK)] };
    const isInHome = since.length > 0 || (await hasAnyFiles(around));
    return isInHome
      ? { ok: true, found: { home: above, main: itself, aside, later } }
      : { ok: true, found: { home: path, main: itself, aside, later: [] } };
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return isNothing(error)
      ? notOne()
      : failure('unreadable', `The data folder cannot be read: ${code}.`);
  }
}

/** `typed`: another name of it, by a link. A till that knows the folder by that one has the watermark beside the link. */
async function ownOf(path: string, typed: string): Promise<FolderPlaces> {
  const names = await readdir(path);
  const moving = await foldersOf(
    path,
    names.filter((name) => MOVING.test(name)),
  );
  const watermarks = [
    ...new Set([besideFolder(path, 'mark'), besideFolder(typed, 'mark')]),
    ...moving.map((one) => join(one, ASIDE_WATERMARK)),
  ];
  return { name: '', places: [path, ...moving], watermarks, isSetAside: false };
}

/** Newest first. */
async function asideOf(path: string): Promise<FolderPlaces[]> {
  const aside: (AsideFolder & { isSaidKnown?: boolean })[] = await asideFolders(path);
  aside.push(...(await keptWhole(path)));
  aside.sort((one, other) => other.at - one.at);
  return aside.map(({ name, path: one, isSaidKnown = false }) => ({
    name,
    places: [one],
    watermarks: [join(one, ASIDE_WATERMARK)],
    isSetAside: true,
    isSaidKnown,
  }));
}

/**
 * What was taken in, and has its store still: a disk may have kept the name that it got then, and not what was taken in. The
 * till tells of it as of one that waits. Where it says that each of its saves was known, none does, as long as whoever knew
 * them does.
 */
async function keptWhole(path: string) {
  const whole: (AsideFolder & { isSaidKnown: boolean })[] = [];
  for (const taken of await takenFolders(path)) {
    const names = (await readdir(taken.path)).map((name) => name.toLowerCase());
    if (storeFiles(names).length > 0)
      whole.push({ ...taken, isSaidKnown: isSaidKnown(taken.path, names) });
  }
  return whole;
}

/** By its name, or by what only such a one has in it, wherever it was moved, and whatever it is called there. */
async function wasSetAside(path: string): Promise<boolean> {
  return /^aside-/i.test(basename(path)) || (await hasFile(path, ASIDE_WATERMARK));
}

async function hasAnyFiles({ places }: FolderPlaces): Promise<boolean> {
  return (await Promise.all(places.map(hasFiles))).includes(true);
}

async function hasFiles(folder: string): Promise<boolean> {
  const names = (await readdir(folder)).map((name) => name.toLowerCase());
  return names.includes(KEY_FILE) || storeFiles(names).length > 0;
}

/** In whatever letters a tool has given it. */
async function hasFile(folder: string, name: string): Promise<boolean> {
  return (await readdir(folder)).some((one) => one.toLowerCase() === name);
}

async function foldersOf(path: string, names: readonly string[]): Promise<string[]> {
  const all = names.map((name) => join(path, name));
  const stats = await Promise.all(all.map((one) => lstat(one)));
  return all.filter((_, at) => stats[at]?.isDirectory());
}

function notOne(): Failure {
  return failure('not-a-data-folder', 'There is no key.json and no queue of a till in --data.');
}
