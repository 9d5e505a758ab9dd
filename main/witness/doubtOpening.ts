import { isDone } from '../files/isDone.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Opening } from './reachedFile.ts';

interface DoubtOpeningOptions {
  returning: Pick<Outbox['returning'], 'holdCameBack' | 'doubtRecovered'>;
  /** The store has lost something: what was known here is not believed any more. Throws what the disk throws. */
  forgetAllKnown: () => Promise<void>;
  /** What waits is doubted, and may leave again. */
  onDoubted: () => void;
}

/**
 * Puts in doubt what was open when the store was opened: what is missing of it may have said that it was sent. False where the
 * disk has not kept all of that.
 */
export async function doubtOpening(
  { changedAt: at, lastGiven: lastSequence }: Pick<Opening, 'changedAt' | 'lastGiven'>,
  { returning, forgetAllKnown, onDoubted }: DoubtOpeningOptions,
): Promise<boolean> {
  const isForgotten = await isDone(forgetAllKnown());
  const isHeld = await returning.holdCameBack();
  const { isStored } = await returning.doubtRecovered({ at, lastSequence });
  onDoubted();
  return isForgotten && isHeld && isStored;
}
