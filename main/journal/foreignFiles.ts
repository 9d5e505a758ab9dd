import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';

/** What the first program kept, one JSON file: it was never released, so whoever has one calls support. */
const UNRELEASED = ['outbox.json', 'outbox.previous.json', 'outbox.next.json'];

/** The name under which a file is kept for support. `now`: ms since 1970. */
export function asideName(name: string, now: number): string {
  return `${name}.unreadable-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
}

/** Renames what the store does not read, and says so; nothing of it is deleted or written over. */
export async function setAsideUnreleased(
  disk: Disk,
  folder: string,
  now: number,
): Promise<StoreWarning[]> {
  const names = new Set(await disk.list(folder));
  const found = UNRELEASED.filter((name) => names.has(name));
  const warnings: StoreWarning[] = [];
  for (const name of found) {
    // Where it cannot be renamed it stays as it is: the store does not touch that name.
    const detail = await setFileAside(disk, folder, name, now).catch(
      (error: unknown) => `${name} ${errorCode(error)}`,
    );
    warnings.push({ code: 'store.set-aside', detail });
  }
  return warnings;
}

/** Renames one file of the store; gives its new name. */
export async function setFileAside(
  disk: Disk,
  folder: string,
  name: string,
  now: number,
): Promise<string> {
  // Nothing that was set aside before is written over, whatever the clock says.
  const names = new Set(await disk.list(folder));
  let time = now;
  while (names.has(asideName(name, time))) time += 1;
  const aside = asideName(name, time);
  await disk.rename(join(folder, name), join(folder, aside));
  await disk.flushFolder(folder);
  return aside;
}
