import { arrive } from '../../app/outbox/doubt.ts';
import { isUnfinished } from '../../app/outbox/save.ts';
import type { HandingOver } from './handingOver.ts';
import { inParts } from './inParts.ts';
import type { SaveWriter } from './saveWriter.ts';

/** The chain has recovered a folder with its own key: from then on another till may send what was in it. */
export interface RecoveryRecord {
  /** When, by the clock of the PC that did it (ms since 1970); of the first time. */
  at: number;
  /** The highest sequence that was in it: what is later was not taken. */
  lastSequence: number;
  /** Only what is later than this one; default: all. */
  behind?: number;
}

/**
 * Another till may have sent what the chain has recovered from here: as with a file of another till it goes by itself
 * for a day after that, and then takes the manager. In memory at once, so that nothing leaves without its doubt; false
 * where the disk has refused some of it, or some of it is being sent: then it is to be done again. Nothing may be sent
 * meanwhile (`SendingHold`). What people decide meanwhile counts: each is doubted in its turn, as it is by then.
 * A file for another till that is being written does not tell of it: there is none then. `now`: ms since 1970.
 */
export async function doubtRecovered(
  { at, lastSequence, behind = 0 }: RecoveryRecord,
  writer: SaveWriter,
  handingOver: Pick<HandingOver, 'doubt'>,
  now: number,
): Promise<{ count: number; isStored: boolean }> {
  const lent = writer.saves
    .unfinished()
    .filter(({ sequence }) => sequence > behind && sequence <= lastSequence);
  const known = new Set<string>();
  for (const save of lent) {
    handingOver.doubt(save.requestId);
    // Somebody's word about it is being stored, and keeps it from leaving until it has its turn here.
    if (writer.isTaken(save.requestId)) continue;
    writer.know(arrive(save, at, now));
    known.add(save.requestId);
  }
  const stored = await inParts(lent, ({ requestId }) =>
    writer.inTurn(requestId, async (save) => {
      // Its answer is stored by whoever has sent it.
      if (save.state === 'sending') return false;
      if (!isUnfinished(save) && save.state !== 'held') return true;
      const doubted = known.has(requestId) ? save : arrive(save, at, now);
      writer.know(doubted);
      return (await writer.store(doubted)) !== null;
    }),
  );
  return { count: lent.length, isStored: !stored.includes(false) };
}
