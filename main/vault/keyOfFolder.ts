import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { finishSettingAside, gatherFormer, hasSealedFiles } from './asideFolders.ts';
import { KeyClosedError, type KeyWrappers } from './dataKey.ts';
import { DataKeys } from './dataKeys.ts';
import { KEY_FILE } from './keyFile.ts';

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

/** Places of what is sealed in small files, by their names. */
const SEALED_IN = [
  ['settings.json', 'sealedProvision', 'settings'],
  ['settings.json', 'sealedPin', 'manager pin'],
  ['pin.json', 'sealed', 'pin file'],
] as const;

/** Before a key without a check gets one: something lies there that is sealed, and nothing of it opens. */
async function opensNothing(folder: string, keys: DataKeys): Promise<boolean> {
  const vault = keys.vault();
  let hasFound = false;
  for (const [name, field, place] of SEALED_IN) {
    const bytes = await readIfThere(join(folder, name));
    const sealed = z.object({ [field]: z.string() }).safeParse(parsed(bytes)).data?.[field];
    if (sealed === undefined) continue;
    if (vault.open(sealed, place) !== null) return false;
    hasFound = true;
  }
  return hasFound;
}

function parsed(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
