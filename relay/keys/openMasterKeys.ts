import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeCopiesBeside } from './copiesBeside.ts';
import { type Keyed, keyProblem } from './keyProblem.ts';
import { makeMasterKey } from './makeMasterKey.ts';
import type { MasterKeyPort } from './masterKeyPort.ts';
import { parseMasterKeys } from './masterKeys.ts';
import { readOwnFile } from './readOwnFile.ts';

/** Bytes. Twenty keys with a line about each have room in it. */
const MAX_FILE = 16 * 1024;

export interface MasterKeySource {
  environment: NodeJS.ProcessEnv;
  /** The folder of a relay that runs alone, where its own key lies if none is named; null where the state is shared. */
  ownFolder: string | null;
}

/**
 * The master keys out of `RELAY_MASTER_KEY_FILE` or `RELAY_MASTER_KEY`. `RELAY_MASTER_KEY` is taken out of `environment`,
 * so that no process that is started from here has it. A relay that runs alone and is told of none makes one in its own
 * folder at its first start.
 */
export async function openMasterKeys({
  environment,
  ownFolder,
}: MasterKeySource): Promise<Keyed<MasterKeyPort>> {
  const { RELAY_MASTER_KEY: text = '', RELAY_MASTER_KEY_FILE: file = '' } = environment;
  delete environment.RELAY_MASTER_KEY;
  if (text !== '' && file !== '')
    return keyProblem(
      'master-key.malformed',
      'Give RELAY_MASTER_KEY_FILE or RELAY_MASTER_KEY, not both.',
    );
  if (text !== '') return parseMasterKeys(text, 'RELAY_MASTER_KEY');
  if (file !== '') return readKeyFile(file);
  if (ownFolder !== null) return openOwnKey(ownFolder);
  return keyProblem(
    'master-key.none',
    'There is no master key: give RELAY_MASTER_KEY_FILE. npm run relay -- keys make --out FILE makes one.',
  );
}

async function openOwnKey(folder: string): Promise<Keyed<MasterKeyPort>> {
  const path = join(folder, 'master.key');
  // Where there are secrets already, another key would open none of them.
  if (!existsSync(path) && !existsSync(join(folder, 'relay.json'))) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const made = await makeMasterKey(path);
    // Another process may have made it in the same moment.
    if (!made.ok && !existsSync(path)) return made;
  }
  return readKeyFile(path);
}

/** The keys in a file that nobody else may read. */
async function readKeyFile(path: string): Promise<Keyed<MasterKeyPort>> {
  await removeCopiesBeside(path);
  const read = await readOwnFile(path, MAX_FILE);
  switch (read.kind) {
    case 'read':
      return parseMasterKeys(read.text, path);
    case 'open-to-others':
      return keyProblem(
        'master-key.open-to-others',
        `${path} is open to others (mode ${read.mode}): chmod 600 it, or 640 where a group has to read it.`,
      );
    case 'unreadable':
      return keyProblem('master-key.unreadable', `${path} cannot be read: ${read.why}.`);
  }
}
