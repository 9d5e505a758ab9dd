import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { LONGEST_RECORD } from '../files/longRecord.ts';

/** Its name in the data folder. */
export const ERASURE_RECORD = 'erasure.json';

/** What lay there was put aside. */
export async function wasErasurePutAside(
  disk: Pick<Disk, 'list'>,
  folder: string,
): Promise<boolean> {
  return (await disk.list(folder)).some((name) => name.startsWith(`${ERASURE_RECORD}.unreadable-`));
}

/** Under its name; not before the folder is flushed is that durable. Throws what the disk throws. */
export async function putErasureRecord(disk: Disk, folder: string, text: string): Promise<void> {
  const record = Buffer.from(text);
  // No start would read it.
  if (record.length >= LONGEST_RECORD)
    throw Object.assign(new Error('no record is as long as this'), { code: 'EFBIG' });
  const path = join(folder, ERASURE_RECORD);
  // A name that `removeLeftovers` knows.
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    const file = await disk.open(beside, 'create');
    try {
      await file.write(record, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
    await disk.rename(beside, path).catch(async (error: unknown) => {
      // A share may answer with an error what it has done: the next start would go on with it.
      const there = await disk.read(path, LONGEST_RECORD).catch(() => null);
      if (there?.equals(record) !== true) throw error;
    });
  } catch (error) {
    await disk.remove(beside).catch(() => undefined);
    throw error;
  }
}
