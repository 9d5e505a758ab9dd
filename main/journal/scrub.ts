import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { ManyTexts } from './manyTexts.ts';
import { storeFiles } from './storeFiles.ts';

/** What shows in the store's files that a person was in them. All of it is written there as it is. */
export interface Traces {
  /** Of the erased saves alone: their ids, and what they have sealed. */
  ofSaves: readonly string[];
  /** Keyed hashes of the person: whoever is registered again has the same. */
  ofPerson: readonly string[];
}

/** Everything that the store has ever written, also what was kept for support, in whatever letters. */
const STORE_FILE = /^outbox-/i;

/** Before each line of a journal or a snapshot; nowhere else in them. */
const LINE_BEGIN = 0x1e;

/** So much is searched at once (bytes). */
const PART_BYTES = 1024 * 1024;

/**
 * No file of a store is as long (bytes). What is longer is not read, and named as a file in which something may be left: one
 * of nothing but holes, which costs no room on the disk, would take its whole length of memory, at each start anew.
 */
const MOST_BYTES = 512 * 1024 * 1024;

/** After this others have their turn (ms). */
const TURN_MS = 8;

export interface ScrubOptions {
  disk: Disk;
  folder: string;
  /** The generation from which on files are in use: these are only looked at. */
  base: number;
  /** Default: `MOST_BYTES`. */
  most?: number;
}

/**
 * Overwrites with zeros every line in which one of these traces stands, in each file of the store that is not in use: what
 * could not be removed, what was set aside, copies of damaged files. What other people have there stays. Gives the names
 * of the files in which something is left. Rejects where the folder cannot be listed.
 */
export async function scrubFiles(
  { disk, folder, base, most = MOST_BYTES }: ScrubOptions,
  traces: Traces,
): Promise<string[]> {
  const names = (await disk.list(folder)).filter((name) => STORE_FILE.test(name)).sort();
  // One that somebody has given other letters meanwhile is the same to Windows and macOS, and in use all the same.
  const inUse = new Set(
    storeFiles(names.map((name) => name.toLowerCase())).flatMap(({ name, generation }) =>
      generation >= base ? [name] : [],
    ),
  );
  const ofSaves = new ManyTexts(traces.ofSaves);
  const all = new ManyTexts([...traces.ofSaves, ...traces.ofPerson]);
  const left: string[] = [];
  for (const name of names) {
    const isClean = inUse.has(name.toLowerCase())
      ? await hasNone(disk, join(folder, name), ofSaves, most)
      : await overwrite(disk, join(folder, name), all, most);
    if (!isClean) left.push(name);
  }
  return left;
}

/** False also where the file cannot be read: nobody knows then. */
async function hasNone(disk: Disk, path: string, texts: ManyTexts, most: number): Promise<boolean> {
  const bytes = await readOrNull(disk, path, most);
  return bytes !== null && (await placesOf(bytes, texts)).length === 0;
}

async function overwrite(
  disk: Disk,
  path: string,
  texts: ManyTexts,
  most: number,
): Promise<boolean> {
  const bytes = await readOrNull(disk, path, most);
  if (bytes === null) return false;
  const places = await placesOf(bytes, texts);
  if (places.length === 0) return true;
  try {
    const file = await disk.open(path, 'existing');
    try {
      for (const place of places) {
        const [from, to] = lineAround(bytes, place);
        await file.write(Buffer.alloc(to - from), from);
      }
      await file.datasync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return false;
  }
}

async function readOrNull(disk: Disk, path: string, most: number): Promise<Buffer | null> {
  try {
    const bytes = (await disk.read(path, most)) ?? Buffer.alloc(0);
    return bytes.length < most ? bytes : null;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return null;
  }
}

/** Where each of these texts begins. A queue of any length is searched without anybody waiting for it. */
async function placesOf(bytes: Buffer, texts: ManyTexts): Promise<number[]> {
  const places: number[] = [];
  let turnEnds = performance.now() + TURN_MS;
  for (let from = 0; from < bytes.length; from += PART_BYTES) {
    texts.find(bytes, from, from + PART_BYTES, (_, at) => places.push(at));
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    turnEnds = performance.now() + TURN_MS;
  }
  return places;
}

/** The whole line, also where damage has taken its beginning or its end. */
function lineAround(bytes: Buffer, place: number): [from: number, to: number] {
  const next = bytes.indexOf(LINE_BEGIN, place);
  return [Math.max(0, bytes.lastIndexOf(LINE_BEGIN, place)), next < 0 ? bytes.length : next];
}
