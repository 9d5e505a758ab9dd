import type { Provision } from '../../app/settings/provision.ts';
import { DEFAULT_QUEUE_PER } from '../../app/settings/queuePer.ts';
import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { DataKeys } from './dataKeys.ts';
import type { TillWrappers } from './wrappersHere.ts';

/**
 * The keys are wrapped by what the chain has chosen, and its recovery key opens what they open, as soon as both are known;
 * where the disk refuses, from the next start on.
 */
export async function keepWrapped(
  keys: DataKeys,
  provision: Provision | null,
  chooseWrapper: TillWrappers['chooseWrapper'],
  log: Pick<Log, 'warn'>,
): Promise<void> {
  // Settings that are missing, or may be earlier ones, say nothing of it.
  if (provision === null) return;
  const { queuePer = DEFAULT_QUEUE_PER, recoveryKey = null } = provision;
  const chosen = chooseWrapper?.(queuePer);
  if (chosen !== undefined && !(await isDone(keys.prefer(chosen))))
    log.warn('not wrapped as chosen', { queuePer });
  if (!(await isDone(keys.wrapForChain(recoveryKey)))) log.warn('not wrapped for the chain');
}
