import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiagnosticValue } from '../../app/diagnostics/diagnostics.ts';
import { storeFiles } from '../journal/storeFiles.ts';

/** How the till's own files are called. Anything else in its folder may be called after anybody. */
const OWN =
  /^(?:outbox-\d{6,12}\.(?:journal|snapshot)|audit-(?:manager|cashier)-\d{6,12}\.trail|audit\.head|api\.token|[a-z-]{1,20}\.json)$/;

/** The files of the data folder with their sizes (bytes), and the generations of the journal. Throws what the disk throws. */
export async function describeStore(folder: string): Promise<DiagnosticValue> {
  const names = await readdir(folder);
  const own = names.filter((name) => OWN.test(name)).sort();
  const files = await Promise.all(own.map((name) => describeFile(folder, name)));
  const queue = storeFiles(names);
  const of = (wanted: string) =>
    queue.filter(({ kind }) => kind === wanted).map(({ generation }) => generation);
  return {
    journals: of('journal'),
    snapshots: of('snapshot'),
    otherNames: names.length - own.length,
    files: files.filter((file) => file !== null),
  };
}

async function describeFile(folder: string, name: string): Promise<DiagnosticValue> {
  const found = await stat(join(folder, name)).catch(() => null);
  if (found === null) return null;
  return { name, bytes: found.size, changedAt: found.mtime.toISOString() };
}
