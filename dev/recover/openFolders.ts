import type { KeyObject } from 'node:crypto';
import { recoveryKeyId } from '../../main/vault/recoveryKey.ts';
import { Vault } from '../../main/vault/vault.ts';
import { type Failure, failure } from './failure.ts';
import type { FoundFolders } from './findFolders.ts';
import { keyFileOf, type ReadFolder, readFolder } from './readFolder.ts';

/** All queues of a data folder, read, and what opens what is sealed in any of them. */
export interface OpenedFolders {
  /** The named one first, then what was set aside, newest first. */
  folders: ReadFolder[];
  /** What came after them and is not to be exported: it tells what was sent since. */
  later: ReadFolder[];
  vault: Vault;
}

/** Reads every queue and unwraps their keys; a failure where none comes out. `now`: ms since 1970. */
export async function openFolders(
  { main, aside, later }: FoundFolders,
  privateKey: KeyObject,
  now: number,
): Promise<{ ok: true; opened: OpenedFolders } | Failure> {
  const all: ReadFolder[] = [];
  for (const places of [...later, main, ...aside]) {
    const read = await readFolder(places, privateKey, now);
    if (!read.ok) return read;
    all.push(read.folder);
  }
  const folders = all.slice(later.length);
  const [first, ...others] = folders.flatMap(({ keys }) => keys?.keys ?? []);
  if (first !== undefined)
    return {
      ok: true,
      opened: { folders, later: all.slice(0, later.length), vault: new Vault(first, others) },
    };
  return whyNone(folders, recoveryKeyId(privateKey));
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
