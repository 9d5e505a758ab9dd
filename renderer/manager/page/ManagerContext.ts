import { createContext, useContext } from 'react';
import type { BridgeError, BridgeResult } from '../../../app/ipc/bridge.ts';

export type ManagerFailure = BridgeError['code'] | 'no-answer';

export type ManagerAnswer<Value> = { ok: true; value: Value } | { ok: false; code: ManagerFailure };

/** What the parts of the manager's page have in common. */
export interface ManagerParts {
  /** Who stands at the till. */
  operatorId: string;
  /**
   * Makes a call of the manager's page. Where the session has ended the PIN is asked for over the page, which keeps what
   * is typed in it; the answer is `session.ended` then, and `openings` counts on when the PIN was given.
   */
  call: <Value>(make: () => Promise<BridgeResult<Value>>) => Promise<ManagerAnswer<Value>>;
  /** The page goes, and with it the session. */
  close: () => void;
  /** The PIN is asked for over the page: nobody's values are to be seen beneath that. */
  hasEnded: boolean;
  /** How often the PIN was given: what could not be read is read again with the next one. */
  openings: number;
}

export const ManagerContext = createContext<ManagerParts | null>(null);

export function useManager(): ManagerParts {
  const parts = useContext(ManagerContext);
  if (parts === null) throw new Error('not on the manager’s page');
  return parts;
}
