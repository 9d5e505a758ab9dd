import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { HandingOver } from './handingOver.ts';
import { inParts } from './inParts.ts';
import type { SaveWriter } from './saveWriter.ts';

export interface ChangingOpen {
  writer: SaveWriter;
  handingOver: Pick<HandingOver, 'doubt'>;
}

/**
 * Changes saves that are open: in memory at once, so that nothing leaves as it was before; false where the disk has refused
 * some of it, or some of it is being sent. Nothing may be sent meanwhile (`SendingHold`). What people decide meanwhile
 * counts: each is changed in its turn, as it is by then. A file for another till that is being written does not tell of it: there is
 * none then.
 */
export async function changeOpen(
  open: readonly Save[],
  change: (save: Save) => Save,
  { writer, handingOver }: ChangingOpen,
): Promise<boolean> {
  const known = new Set<string>();
  const know = (changed: Save) => {
    writer.know(changed);
    writer.news.doubted(changed);
  };
  for (const save of open) {
    handingOver.doubt(save.requestId);
    // Somebody's word about it is being stored, and keeps it from leaving until it has its turn here.
    if (writer.isTaken(save.requestId)) continue;
    know(change(save));
    known.add(save.requestId);
  }
  const stored = await inParts(open, ({ requestId }) =>
    writer.inTurn(requestId, async (save) => {
      // Its answer is stored by whoever has sent it.
      if (save.state === 'sending') return false;
      if (!isUnfinished(save) && save.state !== 'held') {
        // What may have left may be on its way still, whatever was made of it meanwhile.
        writer.news.doubted(save);
        return true;
      }
      if (!known.has(requestId)) know(change(save));
      return (await writer.store(writer.saves.find(requestId) ?? save)) !== null;
    }),
  );
  return !stored.includes(false);
}
