import type { BridgeResult } from '../../app/ipc/bridge.ts';

/** What a call of the manager's page gives in the session, or that there is none. */
export type Within = <Value>(give: () => Value) => BridgeResult<Value>;
