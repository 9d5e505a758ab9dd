import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TrailHeadFile } from '../audit/trailHead.ts';
import { realDisk } from '../disk/realDisk.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { isThere } from '../files/isThere.ts';
import { besideFolder } from '../files/setLinksAside.ts';
import { readStore } from '../journal/readStore.ts';
import {
  finishSettingAside,
  gatherFormer,
  hasSealedFiles,
  setAsideTogether,
} from './asideFolders.ts';
import { KeyClosedError, type KeyWrappers } from './dataKey.ts';
import { DataKeys } from './dataKeys.ts';
import { BESIDE_HEAD, HEAD_FILE } from './headAside.ts';
import { KEY_FILE } from './keyFile.ts';
import { openBody } from './sealedBody.ts';
import { sealedTexts } from './sealedTexts.ts';
import type { Vault } from './vault.ts';

/**
 * The data keys of a folder; the first one is made where nothing lies that a key has sealed. Throws `KeyClosedError`
 * where there is a key and it does not open now, or is gone: never silently another one.
 */
export async function keyOfFolder(folder: string, wrappers: KeyWrappers): Promise<DataKeys> {
  await finishSettingAside(folder);
  // A disk that takes no changes hinders no start; what is older can wait for one that does.
  await isDone(gatherFormer(folder));
  const read = await DataKeys.read(folder, wrappers);
  if (read === null) {
    if (await hasSealedFiles(folder)) throw new KeyClosedError('gone', `${KEY_FILE} ENOENT`);
    return DataKeys.make(folder, wrappers);
  }
  const { keys, file } = read;
  // Whole, and of another till: it would open nothing here, and everything would be taken for damaged.
  // Where nothing is sealed, a head beside the folder that could not go with another trail is no sign of it.
  if ((await hasSealedFiles(folder)) && (await isOfAnother(folder, keys)))
    throw new KeyClosedError('other-key', `${KEY_FILE} ${keys.protection}`);
  await isDone(keys.bringUpToDate(file));
  return keys;
}

/**
 * The same for a till that is about to open. A key beside which nothing lies that it could have sealed was carried there:
 * with it somebody could set up a till of his own, and give its PIN and its settings to the one that the key is of. It
 * goes aside, and a first one is made. `now`: ms since 1970.
 */
export async function keyOfTill(
  folder: string,
  wrappers: KeyWrappers,
  now: number,
): Promise<DataKeys> {
  const keys = await keyOfFolder(folder, wrappers);
  if (keys.isNew || (await hasSealedFiles(folder))) return keys;
  try {
    await setAsideTogether(folder, now);
  } catch (error) {
    // Once it is begun it is to be done: what is sealed with the carried key until then would be set aside with it.
    if (errorCode(error) === '' || !isThere(join(folder, KEY_FILE))) throw error;
    return keys;
  }
  return DataKeys.make(folder, wrappers);
}

/** What goes by itself, and is no till's. */
const FLEETING: readonly string[] = ['draft.json', 'words.json'];

/** Something lies there that is sealed, or a head of the trail, and nothing of it is of these keys. */
export async function isOfAnother(folder: string, keys: DataKeys): Promise<boolean> {
  const vault = keys.vault();
  // A draft or a word of another key is no sign: nothing but what the till itself has just read keeps them. So they are not
  // read either: whoever holds one would keep the till closed. What nobody can ever read says of no key whose it is.
  const sealed = await sealedTexts(folder, { leftOut: FLEETING, isNone: isLostForGood });
  if (sealed.some(({ text, place }) => vault.open(text, place) !== null)) return false;
  const [inside, setAside] = [join(folder, HEAD_FILE), join(folder, BESIDE_HEAD)];
  const places = [besideFolder(folder, 'audit'), inside, setAside] as const;
  const hasHead = places.some((path) => existsSync(path));
  if (sealed.length === 0 && !hasHead) return false;
  const head = new TrailHeadFile(realDisk, places, (text) => vault.trailMac(text));
  // While it cannot be read nobody can tell: whoever opens a till is asked, a folder waits, and both look again.
  if ((await head.read().catch(nullIfRefused)) === null) return true;
  // MACs outlive a rotation: a key of before one makes them as well, and opens no body.
  return sealed.length > 0 && (await opensNoBody(folder, vault));
}

function nullIfRefused(error: unknown): null {
  if (errorCode(error) === '') throw error;
  return null;
}

/** There are bodies, and none of them opens. Throws what the disk throws. */
async function opensNoBody(folder: string, vault: Vault): Promise<boolean> {
  const read = await readStore(realDisk, folder, 0);
  const saves = read.ok ? [...read.content.saves.values()] : [];
  const bodies = saves.filter(({ sealedBody }) => sealedBody !== null);
  return bodies.length > 0 && bodies.every((save) => openBody(vault, save) === null);
}
