import { packMovable } from '../../main/move/movable.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import type { ReplayTill } from './replayTill.ts';

/** The file of a till's queue, whose own copies are closed. */
export async function fileOf({ outbox }: Pick<ReplayTill, 'outbox'>): Promise<MovedQueue> {
  const { queue, requestIds } = packMovable(outbox);
  await outbox.lending.lend(requestIds, queue.exportedAt);
  await outbox.lending.close(requestIds);
  return queue;
}
