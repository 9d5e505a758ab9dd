import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import type { RelayState } from '../state/relayState.ts';

/** What administration asks of the shared state. */
export type RecordState = Pick<
  RelayState,
  | 'till'
  | 'tills'
  | 'putTill'
  | 'administrator'
  | 'administrators'
  | 'putAdministrator'
  | 'account'
  | 'putAccount'
>;

/** What an administrator's work stands on. */
export interface AdministrationDesk {
  state: RecordState;
  keys: MasterKeyPort;
  /** Ms since 1970. */
  now: () => number;
}
