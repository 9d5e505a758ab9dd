import type { Save } from '../../app/outbox/save.ts';
import { realDisk } from '../disk/realDisk.ts';
import { setFileAside } from '../journal/foreignFiles.ts';
import { readStore } from '../journal/readStore.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import type { ComingBack } from '../outbox/intake.ts';
import { openBody } from '../outbox/sealedBody.ts';
import { openWords, withSealedWords } from '../outbox/sealedWords.ts';
import type { Vault } from '../vault/vault.ts';

/** The store of a folder that was set aside, as it lies there; null where it is not ours to read. Nothing is written. */
export async function readAside(path: string): Promise<StoreContent | null> {
  const result = await readStore(realDisk, path, 0);
  return result.ok ? result.content : null;
}

/** How many of its saves wait or are held: their states can be read without a key. */
export function waitingIn({ saves }: StoreContent): number {
  return [...saves.values()].filter(({ state }) => state !== 'accepted' && state !== 'discarded')
    .length;
}

/** Its saves with what their key opens. */
export function openedWith(vault: Vault, { saves }: StoreContent): ComingBack[] {
  return [...saves.values()].map((read): ComingBack => {
    const save: Save = withSealedWords(vault, read);
    return { save, body: openBody(vault, save), words: openWords(vault, save) };
  });
}

/** What could not be read of it is kept when the rest goes. `now`: ms since 1970. */
export async function keepDamaged(path: string, content: StoreContent, now: number): Promise<void> {
  for (const name of content.damaged) await setFileAside(realDisk, path, name, now);
}
