import { errorCode } from '../files/durableFile.ts';
import { NewerFormatError } from '../journal/opening.ts';
import type { ComingBack } from '../outbox/comeBack.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';
import { KeyClosedError, type KeyWrappers } from '../vault/dataKey.ts';
import { DataKeys } from '../vault/dataKeys.ts';
import { withoutErased } from './leftOfErasing.ts';
import { openedWith } from './readAside.ts';
import type { WaitingAside } from './waitingAside.ts';

interface OpeningOptions {
  wrappers: KeyWrappers;
  waiting: Pick<WaitingAside, 'contentOf'>;
}

/** Null where they do not open now. */
export async function openKeys(
  { path }: Pick<AsideFolder, 'path'>,
  wrappers: KeyWrappers,
): Promise<DataKeys | null> {
  try {
    return (await DataKeys.read(path, wrappers))?.keys ?? null;
  } catch (error) {
    if (error instanceof KeyClosedError || error instanceof NewerFormatError) return null;
    throw error;
  }
}

/**
 * What may come back at this start, of all folders together: who is one person is to be known of all of it before any is
 * judged. Nothing where there is one folder alone, which tells of itself. `now`: ms since 1970.
 */
export async function comingOfAll(
  folders: readonly AsideFolder[],
  options: OpeningOptions,
  now: number,
): Promise<ComingBack[]> {
  if (folders.length < 2) return [];
  const all: ComingBack[] = [];
  for (const aside of folders) {
    try {
      for (const one of await comingOf(aside, options, now)) all.push(one);
    } catch (error) {
      // It is told, and waits, when it is its turn.
      if (errorCode(error) === '') throw error;
    }
  }
  return all;
}

async function comingOf(
  aside: AsideFolder,
  { wrappers, waiting }: OpeningOptions,
  now: number,
): Promise<ComingBack[]> {
  const vault = (await openKeys(aside, wrappers))?.vault() ?? null;
  const content = vault === null ? null : await waiting.contentOf(aside, now);
  if (vault === null || content === null) return [];
  await withoutErased(aside.path, vault, content);
  return openedWith(vault, content, Math.max(now, aside.at)).saves;
}
