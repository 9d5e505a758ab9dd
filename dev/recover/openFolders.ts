import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Save } from '../../app/outbox/save.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { ERASURE_RECORD } from '../../main/person/erasureFile.ts';
import { readErasures, toBeErased } from '../../main/person/unfinished.ts';
import { recoveryKeyId } from '../../main/vault/recoveryKey.ts';
import { isWhole } from './exportTime.ts';
import { type Failure, failure } from './failure.ts';
import type { FoundFolders } from './findFolders.ts';
import { folderView } from './folderView.ts';
import { SameNameError } from './ownLetters.ts';
import { keyFileOf, type ReadFolder, readFolder, sameName } from './readFolder.ts';

/** All queues of a data folder, read. */
export interface OpenedFolders {
  /** The named one first, then what was set aside, newest first. */
  folders: ReadFolder[];
  /** What came after them and is not to be exported: it tells what was sent since. */
  later: ReadFolder[];
  /** Whether a save is of somebody whom its till was just erasing: nobody sends it any more. */
  isErased: (folder: ReadFolder, save: Save) => boolean;
  /** Of these nobody can tell whom their till was just erasing: it may be anybody. */
  erasingLost: ReadonlySet<ReadFolder>;
}

/** Reads every queue and unwraps their keys; a failure where none comes out. `now`: ms since 1970. */
export async function openFolders(
  { main, aside, later }: FoundFolders,
  privateKey: KeyObject,
  now: number,
): Promise<{ ok: true; opened: OpenedFolders } | Failure> {
  const readAll = { later: [] as ReadFolder[], folders: [] as ReadFolder[] };
  for (const places of [...later, main, ...aside]) {
    const own = readAll.later[0] ?? readAll.folders[0];
    // Whole, the till's own queue still has what it knew, or has sent it.
    if (places.isSaidKnown && own?.isSetAside === false && isWhole(own)) continue;
    const read = await readFolder(places, privateKey, now);
    if (!read.ok) return read;
    readAll[later.includes(places) ? 'later' : 'folders'].push(read.folder);
  }
  const { folders } = readAll;
  const hasAnyKey = folders.some(({ keys }) => keys !== null && keys.keys.length > 0);
  if (!hasAnyKey) return whyNone(folders, recoveryKeyId(privateKey));
  const erasing = await erasingIn(folders);
  if ('code' in erasing) return erasing;
  const isErased = (folder: ReadFolder, save: Save) => {
    const named = erasing.get(folder);
    return typeof named === 'function' && named(save);
  };
  const erasingLost = new Set(folders.filter((folder) => erasing.get(folder) === 'lost'));
  const opened = { ...readAll, isErased, erasingLost };
  return { ok: true, opened };
}

/** What the PC has not come to erase any more, of each folder. */
async function erasingIn(folders: readonly ReadFolder[]) {
  const erasing = new Map<ReadFolder, ReturnType<typeof toBeErased> | 'lost'>();
  for (const folder of folders) {
    const { name, path, places, vault } = folder;
    try {
      const view = folderView(places, new Set());
      const read = await readErasures(view, join(path, ERASURE_RECORD), vault);
      if (read === null) continue;
      erasing.set(folder, read.erasedAt === null ? 'lost' : toBeErased(read.unfinished));
    } catch (error) {
      if (error instanceof SameNameError) return sameName(name, error);
      const code = errorCode(error);
      if (code === '') throw error;
      return failure('unreadable', `${join(name, ERASURE_RECORD)} cannot be read: ${code}.`);
    }
  }
  return erasing;
}

function whyNone(folders: readonly ReadFolder[], own: string): Failure {
  const keys = folders.flatMap((folder) => folder.keys ?? []);
  if (keys.some(({ damaged }) => damaged.length > 0))
    return failure('wrap-damaged', `The folder is wrapped for this key (${own}), and damaged.`);
  const wanted = [...new Set(keys.flatMap((one) => one.wanted))];
  const damaged = folders.find((folder) => folder.isKeyFileDamaged);
  if (wanted.length === 0 && damaged !== undefined)
    return failure('key-file-damaged', `${keyFileOf(damaged)} is none that a till writes.`);
  if (wanted.length === 0)
    return failure(
      'no-recovery-wrap',
      'The data key of this folder is wrapped for no recovery key.',
    );
  const says = `The folder wants the recovery key ${wanted.join(' or ')}; this one is ${own}.`;
  return failure('other-recovery-key', says);
}
