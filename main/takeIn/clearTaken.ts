import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Clock } from '../clock/clock.ts';
import { realDisk } from '../disk/realDisk.ts';
import {
  errorCode,
  flushFolder,
  nullIfTooLong,
  patiently,
  readShortIfThere,
  replaceFile,
} from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setFileAside } from '../journal/foreignFiles.ts';
import { markedAmong } from '../journal/keptMarks.ts';
import { hasGoneBack, hasLost } from '../journal/lostChanges.ts';
import { filesOfAnotherQueue } from '../journal/otherQueue.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { storeFiles } from '../journal/storeFiles.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import { type AsideFolder, takenFolders } from '../vault/asideFolders.ts';
import { believeAnew, CLEAR_MARK, forgetKnown, isSaidKnown } from './allKnown.ts';
import { foldersWithinReach } from './asideReach.ts';
import { hasOwnLetters } from './ownLetters.ts';
import { openIn, readAside } from './readAside.ts';
import type { WaitingAside } from './waitingAside.ts';

/** What goes beside the store. What is kept is the evidence of damage, and the trail with its key. */
const REMOVED =
  /^(?:(?:bulk|draft|erasure|pin|settings|totals|words)\.json|store\.mark|outbox-\d+\.snapshot\.new)$/;

/** What it says where the folder was all that there ever was, and where its store was behind the folder's own mark. */
const [WHOLE, SHORT] = ['{}', '{"isShort":true}'];

/** Without these what is missing of a store would wait for ever, should it come back. */
const BRINGS_HOME = /^(?:(?:pin|settings)\.json|store\.mark)$/;

interface ClearTakenOptions {
  /** The data folder. */
  folder: string;
  outbox: Pick<Outbox, 'saves' | 'warnings'>;
  waiting: WaitingAside;
  clock: Pick<Clock, 'now'>;
  /**
   * Whether nothing can tell any more that the store of here has lost something: until the third place has answered it may, and
   * what a mark says of then counts for nothing.
   */
  isSure: () => boolean;
}

/**
 * Removes what is left in folders that were taken in, once their names are durable; what the disk refuses now, the next
 * tidying does. One in which a save waits that is not known stays whole, and is told; the next start looks once more.
 */
export async function clearTaken(options: ClearTakenOptions): Promise<StoreWarning[]> {
  const { folder } = options;
  const warnings: StoreWarning[] = [];
  const clearAll = async () => {
    const found = await takenFolders(folder);
    if (found.length > 0) await flushFolder(folder);
    const readable = await foldersWithinReach(found);
    for (const { name } of found) if (!readable.has(name)) options.waiting.keptWhole.add(name);
    for (const taken of found)
      await isDone(
        clear(taken, options).then((told) => {
          for (const warning of told) warnings.push(warning);
        }),
      );
  };
  await isDone(clearAll());
  return warnings;
}

async function clear(taken: AsideFolder, options: ClearTakenOptions): Promise<StoreWarning[]> {
  const { outbox, waiting, clock, isSure } = options;
  // A power cut may have taken back the names that they got before they were taken in.
  await hasOwnLetters(taken.path);
  const names = await readdir(taken.path);
  if (removable(names).length === 0) return [];
  const isMarked = isSaidKnown(taken.path, names) && !hasLost(outbox.warnings);
  if (!(isMarked && isSure())) {
    if (waiting.keptWhole.has(taken.name)) return [];
    const content = await readAside(taken.path, clock.now()).catch(codeIfRefused);
    // Nobody knows who waits in it: so nothing of it goes.
    if (typeof content === 'string')
      return isMarked ? [] : [{ code: 'store.key-unreadable', detail: `${taken.name} ${content}` }];
    if (content === null) {
      waiting.keptWhole.add(taken.name);
      return [];
    }
    const isLost = (save: Save) =>
      outbox.saves.find(save.requestId) === undefined && !waiting.holds(save);
    const lost = openIn(content).filter(isLost).length;
    if (lost > 0) {
      waiting.keptWhole.add(taken.name);
      if (isMarked) return [];
      // The next start knows no more that the store has lost anything.
      await forgetKnown(taken.path);
      return [waitsIn(taken, lost)];
    }
    await markAllKnown(taken.path, content, clock.now());
  }
  const mark = join(taken.path, CLEAR_MARK);
  const says = await readShortIfThere(mark, SHORT.length).catch(nullIfTooLong);
  const isKept = (name: string) => says?.toString('utf8') !== WHOLE && BRINGS_HOME.test(name);
  const left = removable(await readdir(taken.path)).filter((name) => !isKept(name));
  // Each for itself: one that somebody holds keeps no body of another.
  let isAllGone = true;
  for (const name of [...left, CLEAR_MARK]) {
    if (name === CLEAR_MARK && !isAllGone) break;
    isAllGone = (await isDone(patiently(() => unlink(join(taken.path, name))))) && isAllGone;
  }
  return [];
}

function codeIfRefused(error: unknown): string {
  const code = errorCode(error);
  if (code === '') throw error;
  return code;
}

/**
 * From then on what is left of a folder may go. Of one that is to be taken in: everything in it is known, or was being
 * erased when it was set aside. `now`: ms since 1970. Throws what the disk throws.
 */
export async function markAllKnown(
  path: string,
  content: StoreContent,
  now: number,
): Promise<void> {
  await keepOthers(path, content, now);
  await replaceFile(join(path, CLEAR_MARK), hasGoneBack(content.warnings) ? SHORT : WHOLE);
  await believeAnew(path);
}

/** Of the store no more than is read of one: who waits in what is marked as another queue's, or has no name of ours, nobody knows. */
function removable(names: readonly string[]): string[] {
  const marked = markedAmong(names);
  const store = storeFiles(names).filter(({ name }) => !marked.has(name));
  return [...names.filter((name) => REMOVED.test(name)), ...store.map(({ name }) => name)];
}

/** Files of another queue beside those that were read get the name under which a till keeps them. `now`: ms since 1970. */
async function keepOthers(path: string, content: StoreContent, now: number): Promise<void> {
  for (const name of await filesOfAnotherQueue(realDisk, path, content))
    await setFileAside(realDisk, path, name, now);
}

/** So many of its saves wait in it. */
export function waitsIn({ name }: AsideFolder, count: number): StoreWarning {
  const day = name.slice('aside-'.length, 'aside-0000-00-00'.length);
  return { code: 'store.key-unreadable', detail: `${count} · ${day}` };
}
