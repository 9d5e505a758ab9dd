import type { CallName } from '../../../app/ipc/bridge.ts';
import { MANAGER_CALLS } from '../../../app/ipc/manager/managerCalls.ts';
import type { ManagerSession } from '../../manager/managerSession.ts';
import type { ManagerPin } from '../../settings/managerPin.ts';
import type { Handlers } from '../handle.ts';
import { failed } from '../reply.ts';

/** What the page asks again and again, with nobody at it: it prolongs no session. */
const ASKED_BY_ITSELF: ReadonlySet<string> = new Set<CallName>([
  'listBulkRuns',
  'getTransferProgress',
]);

/** The same calls; those of the manager's page are refused, before anything is looked at, where there is no session. */
export function behindSession(
  handlers: Handlers,
  session: Pick<ManagerSession, 'use' | 'isOpen' | 'close'>,
  pin: Pick<ManagerPin, 'record'>,
): Handlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (!Object.hasOwn(MANAGER_CALLS, name)) return [name, handler];
    const call = handler as (argument: unknown) => Promise<unknown>;
    const isIn = () =>
      ASKED_BY_ITSELF.has(name) ? session.isOpen(pin) : session.use(pin) !== null;
    return [
      name,
      async (argument: unknown) => {
        if (isIn()) return call(argument);
        // Whoever leaves while the PIN is still looked at has left.
        if (name === 'closeManager') session.close();
        return failed('session.ended');
      },
    ];
  });
  return Object.fromEntries(guarded) as Handlers;
}
