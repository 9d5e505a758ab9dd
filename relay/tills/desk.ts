import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import type { RelayState } from '../state/relayState.ts';

/** What an administrator's work stands on. */
export interface AdministrationDesk {
  state: RelayState;
  keys: MasterKeyPort;
  /** Ms since 1970. */
  now: () => number;
}
