import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';

/**
 * Stands beside a file that is to be set aside and cannot be renamed just now. The next start has no other way to know
 * that it is of another queue: to this one it would be a newer file, or a superfluous one.
 */
const MARK = /^(outbox-\d+\.(?:journal|snapshot))\.kept$/;

const markOf = (name: string) => `${name}.kept`;

/** Those of these names that a mark stands for. */
export function markedAmong(names: readonly string[]): Set<string> {
  return new Set(names.flatMap((name) => MARK.exec(name)?.[1] ?? []).sort());
}

/** Durable when it resolves. Rejects with the disk's own error. */
export async function markKept(disk: Disk, folder: string, name: string): Promise<void> {
  const mark = await disk.open(join(folder, markOf(name)), 'create');
  await mark.close();
  await disk.flushFolder(folder);
}

/** One that cannot be removed says nothing of any file: its name is never given again. */
export async function removeMark(disk: Disk, folder: string, name: string): Promise<void> {
  await disk.remove(join(folder, markOf(name))).catch(() => undefined);
}
