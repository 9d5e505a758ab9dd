import { createHash, type Hash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { brokenEntry } from '../audit/firstEntries.ts';
import { MAX_TRAIL_BYTES } from '../audit/trailFiles.ts';
import { errorCode, openIfThere } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import { takenName } from '../vault/asideFolders.ts';

/** The files of a trail, and its head; what Chromium or somebody else calls so is no part of it. */
const OF_A_TRAIL = /^audit(?:-(?:manager|cashier)-\d+\.trail|\.head)$/;

/** What the trail that lies in a folder is known by: no byte of it changes any more. Throws what the disk throws. */
export async function trailHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(path)).filter((one) => OF_A_TRAIL.test(one)).sort())
    await addFile(hash, name, join(path, name));
  return hash.digest('hex').slice(0, 32);
}

/**
 * By pieces, and as far as a trail is read at all: whoever has the folder makes a file as long as he likes. What has the
 * name and is not read is no file of a trail, whatever it is: it hides nothing that was there.
 */
async function addFile(hash: Hash, name: string, path: string): Promise<void> {
  const file = await openIfThere(path).catch(nothingUnlessPassing);
  try {
    const stats = await file?.stat();
    hash.update(`${name} ${stats?.isFile() ? stats.size : -1}\n`);
    if (!file || !stats?.isFile()) return;
    for await (const piece of file.createReadStream({ end: MAX_TRAIL_BYTES - 1, autoClose: false }))
      hash.update(piece);
  } finally {
    await file?.close();
  }
}

/**
 * What a disk says that will say something else another time, whatever lies there. Everything else is said of what lies
 * there, and whoever has the folder can have it said for good: a name of these that is not the file is a file that is gone.
 */
const PASSING: ReadonlySet<string> = new Set(['EBUSY', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Null for what the disk says of what lies there; throws what is passing, and what is not the disk's. */
function nothingUnlessPassing(error: unknown): null {
  const code = errorCode(error);
  if (code === '' || PASSING.has(code)) throw error;
  return null;
}

/**
 * Whoever wants lines to be gone can have the trail set aside, and remove it where it lies then: the trail that goes on
 * says which it was, and so it is missed as the trail's own files are, once. Only what is passing is for the next start.
 */
export async function watchTrails(
  folder: string,
  audit: Pick<AuditTrail, 'trailsAside' | 'tries' | 'owe'>,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  const findings: string[] = [];
  for (const [name, hash] of audit.trailsAside) {
    try {
      const found = await firstHash(join(folder, takenName(name)), join(folder, name));
      if (found !== hash) findings.push(`${name} is not as it was set aside`);
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      log.warn('a trail that was set aside and is not read now', { folder: name, code });
    }
  }
  if (findings.length > 0) await audit.owe(brokenEntry(findings, { tries: audit.tries }));
}

/** Of the first of these folders that is there and is one; null where none is. Throws what is passing. */
async function firstHash(...paths: string[]): Promise<string | null> {
  for (const path of paths) {
    const hash = await hashOfFolder(path).catch(nothingUnlessPassing);
    if (hash !== null) return hash;
  }
  return null;
}

/** Null for what only has the name: what a link leads to may be another one the next time. */
async function hashOfFolder(path: string): Promise<string | null> {
  return (await lstat(path)).isDirectory() ? trailHash(path) : null;
}
