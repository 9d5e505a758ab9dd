import type { FastifyInstance } from 'fastify';
import type { RelayState } from '../state/relayState.ts';

/** Why a relay takes no calls just now. */
export type NotReady = 'ends' | 'state-away' | 'no-account';

/** Whether calls should come here, or why not. */
export async function readiness(
  state: RelayState,
  isEnding: () => boolean,
): Promise<NotReady | null> {
  if (isEnding()) return 'ends';
  if (!(await state.isReady())) return 'state-away';
  const account = await state.account();
  if (account === null) return 'no-account';
  return 'kind' in account ? 'state-away' : null;
}

/** `/health/live`: the process answers. `/health/ready`: calls may come here. */
export function healthRoutes(state: RelayState, isEnding: () => boolean) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/health/live', async () => ({ live: true }));
    app.get('/health/ready', async (_request, reply) => {
      const why = await readiness(state, isEnding);
      return reply.code(why === null ? 200 : 503).send({ ready: why === null, why });
    });
  };
}
