import type { FastifyInstance } from 'fastify';
import type { ChainAccounts } from '../forward/chainAccount.ts';
import type { RelayState } from '../state/relayState.ts';

/** Why a relay takes no calls just now. */
export type NotReady = 'ends' | 'state-away' | 'no-account' | 'keys-failed';

/** What is asked about it. */
export interface HealthParts {
  state: Pick<RelayState, 'isReady'>;
  accounts: Pick<ChainAccounts, 'current'>;
  isEnding: () => boolean;
}

/** Whether calls should come here, or why not. */
export async function readiness({
  state,
  accounts,
  isEnding,
}: HealthParts): Promise<NotReady | null> {
  if (isEnding()) return 'ends';
  if (!(await state.isReady())) return 'state-away';
  const account = await accounts.current();
  switch (account.kind) {
    case 'account':
      return null;
    case 'none':
      return 'no-account';
    // A master key that is missing here, and not at the other relays: each call that comes here would be put off.
    case 'not-opened':
      return 'keys-failed';
    case 'away':
      return 'state-away';
  }
}

/** `/health/live`: the process answers. `/health/ready`: calls may come here. */
export function healthRoutes(parts: HealthParts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/health/live', async () => ({ live: true }));
    app.get('/health/ready', async (_request, reply) => {
      const why = await readiness(parts);
      return reply.code(why === null ? 200 : 503).send({ ready: why === null, why });
    });
  };
}
