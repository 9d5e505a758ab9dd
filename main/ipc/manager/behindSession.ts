import { MANAGER_CALLS } from '../../../app/ipc/manager/managerCalls.ts';
import type { ManagerSession } from '../../manager/managerSession.ts';
import type { ManagerPin } from '../../settings/managerPin.ts';
import type { Handlers } from '../handle.ts';
import { failed } from '../reply.ts';

/** The same calls; those of the manager's page are refused, before anything is looked at, where there is no session. */
export function behindSession(
  handlers: Handlers,
  session: Pick<ManagerSession, 'use'>,
  pin: Pick<ManagerPin, 'record'>,
): Handlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (!Object.hasOwn(MANAGER_CALLS, name)) return [name, handler];
    const call = handler as (argument: unknown) => Promise<unknown>;
    return [
      name,
      async (argument: unknown) =>
        session.use(pin) === null ? failed('session.ended') : call(argument),
    ];
  });
  return Object.fromEntries(guarded) as Handlers;
}
