import { setTimeout as sleep } from 'node:timers/promises';
import { type ConfigMistake, readConfig } from '../config/readConfig.ts';
import type { RelayConfig } from '../config/relayConfig.ts';
import type { KeyProblem } from '../keys/keyProblem.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { openMasterKeys } from '../keys/openMasterKeys.ts';
import type { RelayState } from '../state/relayState.ts';
import { openState } from './openState.ts';

/** What the server and the commands stand on. */
export interface OpenParts {
  config: RelayConfig;
  keys: MasterKeyPort;
  state: RelayState;
}

export type Opened =
  | { kind: 'open'; parts: OpenParts }
  | { kind: 'mistakes'; mistakes: ConfigMistake[] }
  | { kind: 'keys'; problem: KeyProblem };

/** So long a state that is not there yet is waited for by a command (ms), and so often it is asked. */
const STATE_PATIENCE = 5_000;
const ASKED = 25;

/** Settings, master keys and state, as the environment says. `broken`: of each connection to the state that failed, a code. */
export async function openParts(
  environment: NodeJS.ProcessEnv,
  broken: (code: string) => void,
): Promise<Opened> {
  const read = readConfig(environment);
  if (!read.ok) return { kind: 'mistakes', mistakes: read.mistakes };
  const { config } = read;
  const ownFolder = config.stateUrl === null ? config.data : null;
  const keys = await openMasterKeys({ environment, ownFolder });
  if (!keys.ok) return { kind: 'keys', problem: keys };
  return { kind: 'open', parts: { config, keys: keys.value, state: openState(config, broken) } };
}

/** Whether the state answers, which it may not do in the first moment. */
export async function comesUp(state: RelayState): Promise<boolean> {
  const end = performance.now() + STATE_PATIENCE;
  while (!(await state.isReady())) {
    if (performance.now() > end) return false;
    await sleep(ASKED);
  }
  return true;
}
