import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, flushFolder, patiently, renamePatiently } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { isThere } from '../files/isThere.ts';
import { moveIfThere } from '../files/moveIfThere.ts';
import { besideFolder } from '../files/setLinksAside.ts';
import { ASIDE_WATERMARK, setWatermarkAside, UNREAD_WATERMARK } from '../journal/asideWatermark.ts';
import { storeFiles } from '../journal/storeFiles.ts';
import { freeName, LAST_MOMENT } from './asideName.ts';
import { HEAD_FILE, setHeadAside } from './headAside.ts';
import { KEY_FILE } from './keyFile.ts';

/**
 * What a data key seals or signs, under the names that it has in the data folder, also what was kept of it for support; in
 * whatever letters: to Windows and macOS they are the same.
 */
const OF_A_KEY =
  /^(?:(?:bulk|computer|draft|erasure|key|outages|pin|reached|recovered|settings|totals|unseen|words)\.json(?:\.unreadable-.*)?|outbox-.*|audit-.*|audit\.head)$/i;

/** Of these what the till goes by, and the next key must not find; the rest is kept for support, or is nobody's. */
const IS_NEEDED =
  /^(?:[a-z]+\.json|outbox-\d+\.(?:journal|snapshot)|audit-(?:manager|cashier)-\d+\.trail|audit(?:-beside)?\.head)$/i;

/** What is not there, or says nothing, where only the key's file is missing: a draft alone is not worth a question. */
const TELLS_OF_A_KEY =
  /^(?:(?:pin|settings)\.json|outbox-\d+\.(?:journal|snapshot)|audit-(?:manager|cashier)-\d+\.trail)$/i;

/** `aside-2026-11-26T06-00-00-000Z`: it waits for its key, in whatever letters. */
const WAITING = /^aside-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)$/i;
const MOVING = /^aside-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.moving$/i;
const TAKEN = '.taken';
const IS_TAKEN = /\.taken$/i;

/** As the version before set aside, each file for itself. */
const FORMER = /^(.+)\.unreadable-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)$/;
const FORMER_FILE =
  /^(?:(?:pin|settings)\.json|outbox-\d+\.(?:journal|snapshot)|audit-(?:manager|cashier)-\d+\.trail)$/;

const STORE_FILE = /^outbox-/;

/** Of the name of a folder or file that is in the way so much is kept (characters): with more behind it it has to be a name. */
const KEPT_OF_NAME = 40;

/** Everything of one key is set aside within this time (ms). */
const FORMER_SPAN_MS = 60_000;

/** A folder whose key did not open once. */
export interface AsideFolder {
  name: string;
  path: string;
  /** When it was set aside, by the till's clock (ms since 1970). */
  at: number;
}

/** Whether something lies there that a key has sealed. A folder is none, also where nobody may move it away. */
export async function hasSealedFiles(folder: string): Promise<boolean> {
  for (const name of (await readdir(folder)).filter((one) => TELLS_OF_A_KEY.test(one)))
    if (!(await isFolder(join(folder, name)))) return true;
  return false;
}

/**
 * Puts everything that the key of a folder has sealed into a folder of its own in it, the key's file too; from its
 * first step on, the next start goes on with it. `now`: ms since 1970. Throws what the disk throws.
 */
export async function setAsideTogether(folder: string, now: number): Promise<void> {
  const names = await readdir(folder);
  if (!names.some((name) => OF_A_KEY.test(name))) return;
  await mkdir(join(folder, `${freeName(names, now)}.moving`), { mode: 0o700 });
  await flushFolder(folder);
  await finishSettingAside(folder);
}

/** Goes on with what a crash has interrupted. No key is made before it is done. */
export async function finishSettingAside(folder: string): Promise<void> {
  for (const moving of await readdir(folder)) {
    const at = timeOf(MOVING.exec(moving)?.[1] ?? '');
    const into = join(folder, moving);
    if (Number.isNaN(at) || !(await isFolder(into))) continue;
    // One that takes nothing would keep the till closed, and is as soon made as any other.
    await isDone(chmod(into, 0o700));
    // What no till has moved there would be taken for a file that cannot be read, and keep the others from coming back.
    for (const name of (await readdir(into)).filter((one) => OF_A_KEY.test(one)))
      if (!(await isFile(join(into, name)))) await makeWay(join(into, name), true);
    // Anew for each: what there was has gone into the one before.
    const names = await readdir(folder);
    const rest: string[] = [];
    for (const name of names.filter((one) => OF_A_KEY.test(one))) {
      const own = name.toLowerCase();
      const isTaken = name !== own && (names.includes(own) || isThere(join(into, own)));
      if (IS_NEEDED.test(name) && !isTaken && (await isFile(join(folder, name))))
        await moveInto(into, folder, name, own);
      else rest.push(name);
    }
    // What nobody may move, or has a name that is no text, would end every start.
    await Promise.all(rest.map((name) => isDone(moveInto(into, folder, name, restName(name)))));
    await makeWay(join(into, HEAD_FILE));
    await setHeadAside(besideFolder(folder, 'audit'), into);
    // Without a store that it speaks of it stays: it tells that the store is gone.
    if (storeFiles(await readdir(into)).length > 0) {
      for (const name of [ASIDE_WATERMARK, UNREAD_WATERMARK]) await makeWay(join(into, name));
      await setWatermarkAside(besideFolder(folder, 'mark'), into);
    }
    await flushFolder(into);
    await flushFolder(folder);
    const others = names.filter((name) => name !== moving);
    await renamePatiently(into, join(folder, freeName(others, at)));
    await flushFolder(folder);
  }
}

/** The folders that wait for their keys, oldest first; also one whose key was gone. */
export async function asideFolders(folder: string): Promise<AsideFolder[]> {
  const found = (await readdir(folder)).flatMap((name): AsideFolder[] => {
    const at = asideTime(name);
    return at === null ? [] : [{ name, path: join(folder, name), at }];
  });
  // One that cannot be looked at now waits all the same, and is told.
  const areFolders = await Promise.all(found.map(({ path }) => isFolder(path).catch(() => true)));
  return found.filter((_, at) => areFolders[at]).sort((one, other) => one.at - other.at);
}

/** When a folder of this name was set aside (ms since 1970), or null where it is no such name. */
export function asideTime(name: string): number | null {
  const time = timeOf(WAITING.exec(name)?.[1] ?? '');
  return Number.isNaN(time) ? null : time;
}

/** The same of a folder that was taken in. */
export function takenTime(name: string): number | null {
  return IS_TAKEN.test(name) ? asideTime(name.slice(0, -TAKEN.length)) : null;
}

/** Whether what has this name waits, or is just being set aside. */
export function isAsideName(name: string): boolean {
  return WAITING.test(name) || MOVING.test(name);
}

/** What a folder of this name is called once it was taken in. */
export function takenName(name: string): string {
  return name + TAKEN;
}

/**
 * It is never taken in again; false where it still has its name. A share may answer a rename that was done with an error:
 * so the folder is looked at. Throws what the disk throws where that cannot be: then nobody knows.
 */
export async function renameAsTaken(folder: string, { name, path }: AsideFolder): Promise<boolean> {
  // No till gives two of them one name: whatever has it would keep this one's saves waiting at every start.
  await isDone(makeWay(path + TAKEN, true));
  if (await isDone(renamePatiently(path, path + TAKEN))) return true;
  return !(await readdir(folder)).includes(name);
}

/** What was taken in, and what might be left of it by a crash. A link of that name leads to files that are in use. */
export async function takenFolders(folder: string): Promise<AsideFolder[]> {
  const found: AsideFolder[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const at = takenTime(name);
    if (at !== null && (await isFolder(path).catch(() => false))) found.push({ name, path, at });
  }
  return found;
}

/** A file that was set aside by itself. `at`: when (ms since 1970). */
interface FormerFile {
  name: string;
  original: string;
  time: string;
  at: number;
}

/**
 * What was set aside file by file, by the version before or by a till under which another queue was put, comes into folders
 * as well. The key's file goes last: as long as it stands there a crash has left something to do.
 */
export async function gatherFormer(folder: string): Promise<void> {
  const names = await readdir(folder);
  const former = names.flatMap((name): FormerFile[] => {
    const [, original = '', time = ''] = FORMER.exec(name) ?? [];
    return original === '' ? [] : [{ name, original, time, at: timeOf(time) }];
  });
  for (const key of former.filter(({ original }) => original === KEY_FILE)) {
    const from = join(folder, key.name);
    if (!(await isFile(from))) continue;
    const into = join(folder, `aside-${key.time}`);
    await mkdir(into, { recursive: true, mode: 0o700 });
    for (const { name, original } of filesOf(key, former))
      await moveIfThere(join(folder, name), join(into, original));
    await flushFolder(into);
    await renamePatiently(from, join(into, KEY_FILE));
    await flushFolder(into);
    await flushFolder(folder);
  }
}

/**
 * What was set aside with a key, or right after it. Where no store was, it is what was set aside with the next one, unless
 * another key came first: a running till does that with its tidying, which the disk may have refused for a while.
 */
function filesOf(key: FormerFile, former: readonly FormerFile[]): FormerFile[] {
  const within = (from: number) =>
    former.filter(
      ({ original, at }) => FORMER_FILE.test(original) && at >= from && at - from <= FORMER_SPAN_MS,
    );
  const together = within(key.at);
  const isStore = ({ original }: FormerFile) => STORE_FILE.test(original);
  const next = former
    .filter((one) => (isStore(one) || one.original === KEY_FILE) && one.at > key.at)
    .sort((a, b) => a.at - b.at)[0];
  if (together.some(isStore) || next === undefined || !isStore(next)) return together;
  return [...together, ...within(next.at)];
}

/** Throws what the disk throws. */
async function moveInto(into: string, folder: string, name: string, as = name): Promise<void> {
  const from = join(folder, name);
  await makeWay(join(into, as), await isFolder(from));
  await renamePatiently(from, join(into, as));
}

/** What is no file and has the name of one that the till goes by: under that name it would keep the others from coming back. */
function restName(name: string): string {
  return IS_NEEDED.test(name) ? otherName(name) : name;
}

/** What somebody has put there would end every start: nothing is renamed over a folder, nor a folder over anything else. */
async function makeWay(path: string, isForFolder = false): Promise<void> {
  if (!(await isFolder(path)) && !(isForFolder && isThere(path))) return;
  await renamePatiently(path, join(dirname(path), otherName(basename(path))));
}

function otherName(name: string): string {
  return `${name.slice(0, KEPT_OF_NAME)}.other-${randomBytes(4).toString('hex')}`;
}

/** Of a time as names have it: ms since 1970; NaN where it is none. */
function timeOf(text: string): number {
  const time = Date.parse(text.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/i, 'T$1:$2:$3.$4Z'));
  return time <= LAST_MOMENT ? time : Number.NaN;
}

/** False where nothing is there. Throws what the disk throws: nobody knows what it is then. */
async function isFolder(path: string): Promise<boolean> {
  return (await lookAt(path))?.isDirectory() === true;
}

/** Likewise. */
async function isFile(path: string): Promise<boolean> {
  return (await lookAt(path))?.isFile() === true;
}

async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await patiently(() => lstat(path));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return null;
  }
}
