import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { brokenEntry } from '../audit/firstEntries.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import { takenName } from '../vault/asideFolders.ts';
import { nothingUnlessPassing, trailHash } from './trailHash.ts';

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
