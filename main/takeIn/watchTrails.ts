import { createHash, type Hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { brokenEntry } from '../audit/firstEntries.ts';
import { MAX_TRAIL_BYTES } from '../audit/trailFiles.ts';
import { errorCode, openIfThere } from '../files/durableFile.ts';
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

/** By pieces, and as far as a trail is read at all: whoever has the folder makes a file as long as he likes. */
async function addFile(hash: Hash, name: string, path: string): Promise<void> {
  const file = await openIfThere(path);
  try {
    hash.update(`${name} ${file === null ? -1 : (await file.stat()).size}\n`);
    if (file === null) return;
    for await (const piece of file.createReadStream({ end: MAX_TRAIL_BYTES - 1, autoClose: false }))
      hash.update(piece);
  } finally {
    await file?.close();
  }
}

/**
 * Whoever wants lines to be gone can have the trail set aside, and remove it where it lies then: the trail that goes on
 * says which it was, and so it is missed as the trail's own files are, once. What cannot be read now is for the next start.
 */
export async function watchTrails(
  folder: string,
  audit: Pick<AuditTrail, 'trailsAside' | 'tries' | 'owe'>,
): Promise<void> {
  const findings: string[] = [];
  for (const [name, hash] of audit.trailsAside) {
    const found = await hashOrNull(join(folder, takenName(name)), join(folder, name));
    if (found !== hash && found !== null) findings.push(`${name} is not as it was set aside`);
  }
  if (findings.length > 0) await audit.owe(brokenEntry(findings, { tries: audit.tries }));
}

/** Of the first of these folders that is there; empty where none is, null where the disk does not say. */
async function hashOrNull(...paths: string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      return await trailHash(path);
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') return null;
    }
  }
  return '';
}
