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

/**
 * More than the page ever asks at once. Some read the whole trail, or look at every save: two thousand at once took more
 * than a gigabyte, and a customer waited for seconds.
 */
export const MOST_AT_ONCE = 16;

/** The same calls; those of the manager's page are refused, before anything is looked at, where there is no session. */
export function behindSession(
  handlers: Handlers,
  session: Pick<ManagerSession, 'use' | 'isOpen' | 'close'>,
  pin: Pick<ManagerPin, 'record'>,
): Handlers {
  let underWay = 0;
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (!Object.hasOwn(MANAGER_CALLS, name)) return [name, handler];
    const call = handler as (argument: unknown) => Promise<unknown>;
    const isIn = () =>
      ASKED_BY_ITSELF.has(name) ? session.isOpen(pin) : session.use(pin) !== null;
    return [
      name,
      async (argument: unknown) => {
        if (!isIn()) {
          // Whoever leaves while the PIN is still looked at has left.
          if (name === 'closeManager') session.close();
          return failed('session.ended');
        }
        if (name === 'closeManager') return call(argument);
        if (underWay >= MOST_AT_ONCE) return failed('request.refused');
        underWay += 1;
        try {
          return await call(argument);
        } finally {
          underWay -= 1;
        }
      },
    ];
  });
  return Object.fromEntries(guarded) as Handlers;
}
