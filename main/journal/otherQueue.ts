import { join } from 'node:path';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk, ReadingDisk } from '../disk/disk.ts';
import { readStore } from './readStore.ts';
import type { StoreContent } from './storeContent.ts';
import { isWithinReach, type StoreFile, storeFiles } from './storeFiles.ts';

/** The folders in which earlier queues lie, whether they wait for their keys or were taken in. */
const ASIDE = /^aside-/i;

/**
 * The highest generation of the queues that were set aside in this folder; 0 where there are none. Behind it a new queue
 * begins: were files of an earlier one put back beside it, they would otherwise seem the newer ones.
 */
export async function lastSetAside(disk: Disk, folder: string): Promise<number> {
  const folders = (await disk.list(folder)).filter((name) => ASIDE.test(name));
  // What is no folder, or cannot be looked into, hinders no start.
  const lists = folders.map((name) => disk.list(join(folder, name)).catch((): string[] => []));
  const files = storeFiles((await Promise.all(lists)).flat()).filter(isWithinReach);
  return files.at(-1)?.generation ?? 0;
}

/**
 * The files in which another queue lies: those between what was read, and those in front of the snapshot that was read
 * that were in the place of what came back. To this queue they are superfluous, but nothing has taken over what they hold.
 */
export async function filesOfAnotherQueue(
  disk: ReadingDisk,
  folder: string,
  content: StoreContent,
): Promise<string[]> {
  const found = [...content.foreign];
  // Where this queue itself is damaged, copies of what might make it whole are kept anyway.
  let files = inFrontOf(content.base, content.files).filter(
    ({ name }) => !content.damaged.has(name),
  );
  // What was read is of more than one queue itself: nobody knows which of them has left what lies in front.
  if (content.brokenAt !== null) return [...found, ...files.map(({ name }) => name)];
  if (files.length === 0) return found;
  const isOfAnother = otherQueueThan(content);
  while (files.length > 0) {
    const names = files.map(({ name }) => name);
    const seen = { list: async () => names, read: (path: string) => disk.read(path) };
    // What cannot be read now is as superfluous as ever: a bad sector in an old file is to end no start.
    const result = await readStore(seen, folder, 0).catch(() => null);
    if (!result?.ok) break;
    const { base, saves } = result.content;
    const read = names.slice(files.findIndex(({ generation }) => generation >= base));
    if ([...saves.values()].some(isOfAnother)) for (const name of read) found.push(name);
    files = inFrontOf(base, files);
  }
  return found;
}

/**
 * An open save that this queue can never have had: its slip number was not given yet, or to somebody else. One that it
 * only does not know any more is no sign: it was forgotten, and is not to be kept.
 */
function otherQueueThan({ saves, lastSequence }: StoreContent): (save: Save) => boolean {
  const given = new Set([...saves.values()].map(({ sequence }) => sequence));
  return ({ requestId, sequence, state }) => {
    if (state === 'accepted' || state === 'discarded' || saves.has(requestId)) return false;
    return sequence > lastSequence || given.has(sequence);
  };
}

function inFrontOf(generation: number, files: readonly StoreFile[]): StoreFile[] {
  return files.filter((file) => file.generation < generation);
}
