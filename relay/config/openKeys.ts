import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyed } from '../keys/keyProblem.ts';
import { makeMasterKey } from '../keys/makeMasterKey.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { openMasterKeys } from '../keys/openMasterKeys.ts';
import type { RelayConfig } from './relayConfig.ts';

/**
 * The master keys that the environment names; of a relay alone that is told of none, the one in its data folder, which is
 * made there at the first time.
 */
export async function openKeys(
  { stateUrl, data }: RelayConfig,
  environment: NodeJS.ProcessEnv,
): Promise<Keyed<MasterKeyPort>> {
  const ownFile = stateUrl === null ? join(data, 'master.key') : null;
  const { RELAY_MASTER_KEY = '', RELAY_MASTER_KEY_FILE = '' } = environment;
  const isNamed = RELAY_MASTER_KEY !== '' || RELAY_MASTER_KEY_FILE !== '';
  if (ownFile !== null && !isNamed && !existsSync(ownFile)) {
    await mkdir(data, { recursive: true, mode: 0o700 });
    const made = await makeMasterKey(ownFile);
    if (!made.ok) return made;
  }
  return openMasterKeys({ environment, ownFile });
}
