import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';

/** Copies files in which something is unreadable, with the time in their name, before they are used on. */
export async function keepEvidence(
  disk: Disk,
  folder: string,
  names: Iterable<string>,
  now: number,
): Promise<void> {
  const time = new Date(now).toISOString().replace(/[:.]/g, '-');
  let isAny = false;
  for (const name of names) {
    const bytes = await disk.read(join(folder, name));
    if (bytes === null) continue;
    const copy = await disk.open(join(folder, `${name}.unreadable-${time}`), 'create');
    try {
      await copy.write(bytes, 0);
      await copy.datasync();
    } finally {
      await copy.close();
    }
    isAny = true;
  }
  if (isAny) await disk.flushFolder(folder);
}
