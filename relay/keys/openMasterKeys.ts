import { type Keyed, keyProblem } from './keyProblem.ts';
import type { MasterKeyPort } from './masterKeyPort.ts';
import { parseMasterKeys } from './masterKeys.ts';
import { readOwnFile } from './readOwnFile.ts';

/** Bytes. Twenty keys with a line about each have room in it. */
const MAX_FILE = 16 * 1024;

export interface MasterKeySource {
  environment: NodeJS.ProcessEnv;
  /** Where the key lies of a relay that runs alone and is told of none; null for a relay with shared state. */
  ownFile: string | null;
}

/**
 * The master keys out of `RELAY_MASTER_KEY_FILE` or `RELAY_MASTER_KEY`; of both the first one given here, which has to be
 * the only one. `RELAY_MASTER_KEY` is taken out of `environment`, so that no process that is started from here has it.
 */
export async function openMasterKeys({
  environment,
  ownFile,
}: MasterKeySource): Promise<Keyed<MasterKeyPort>> {
  const { RELAY_MASTER_KEY: text = '', RELAY_MASTER_KEY_FILE: file = '' } = environment;
  delete environment.RELAY_MASTER_KEY;
  if (text !== '' && file !== '')
    return keyProblem(
      'master-key.malformed',
      'Give RELAY_MASTER_KEY_FILE or RELAY_MASTER_KEY, not both.',
    );
  if (text !== '') return parseMasterKeys(text, 'RELAY_MASTER_KEY');
  const path = file === '' ? ownFile : file;
  if (path === null)
    return keyProblem(
      'master-key.none',
      'There is no master key: give RELAY_MASTER_KEY_FILE (`keys make` makes one).',
    );
  const read = await readKeyFile(path);
  return read.ok ? parseMasterKeys(read.value, path) : read;
}

/** The text of a file of keys that nobody else may read. */
async function readKeyFile(path: string): Promise<Keyed<string>> {
  const read = await readOwnFile(path, MAX_FILE);
  switch (read.kind) {
    case 'read':
      return { ok: true, value: read.text };
    case 'open-to-others':
      return keyProblem(
        'master-key.open-to-others',
        `${path} is open to others (mode ${read.mode}): chmod 600 it, or 640 where a group has to read it.`,
      );
    case 'unreadable':
      return keyProblem('master-key.unreadable', `${path} cannot be read: ${read.why}.`);
  }
}
