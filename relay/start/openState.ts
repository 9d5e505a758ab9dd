import type { RelayConfig } from '../config/relayConfig.ts';
import { MemoryState } from '../memory/memoryState.ts';
import type { RelayState } from '../state/relayState.ts';
import { ValkeyState } from '../valkey/valkeyState.ts';

/** The state that the settings name. `broken`: told of each connection to it that failed, by a code. */
export function openState(
  { stateUrl, statePrefix, callsPerMinute, data }: RelayConfig,
  broken: (code: string) => void = () => undefined,
): RelayState {
  return stateUrl === null
    ? new MemoryState({ folder: data, callsPerMinute })
    : new ValkeyState({ url: stateUrl, prefix: statePrefix, callsPerMinute, broken });
}
