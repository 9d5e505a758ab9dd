import { isDone } from '../files/isDone.ts';
import { finishSettingAside, gatherFormer, hasSealedFiles } from './asideFolders.ts';
import { KeyClosedError, type KeyWrappers } from './dataKey.ts';
import { DataKeys } from './dataKeys.ts';
import { KEY_FILE } from './keyFile.ts';
import { sealedTexts } from './sealedTexts.ts';

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
  const isUnproven = file.entries.some(({ check }) => check === null);
  if (isUnproven && (await opensNothing(folder, keys)))
    throw new KeyClosedError('other-key', `${KEY_FILE} ${keys.protection}`);
  await isDone(keys.bringUpToDate(file));
  return keys;
}

/** Before a key without a check gets one: something lies there that is sealed, and nothing of it opens. */
async function opensNothing(folder: string, keys: DataKeys): Promise<boolean> {
  const vault = keys.vault();
  // A draft of another key is no sign: it is kept for hours.
  const sealed = (await sealedTexts(folder)).filter(({ name }) => name !== 'draft.json');
  return sealed.length > 0 && sealed.every(({ text, place }) => vault.open(text, place) === null);
}
