import { SaveBook } from '../../app/outbox/saveBook.ts';
import { lastChange } from '../../main/journal/lostChanges.ts';
import { hasLeftUnknown } from '../../main/outbox/takeInSaves.ts';
import { openIn } from '../../main/takeIn/readAside.ts';
import type { ReadFolder } from './readFolder.ts';

/**
 * Of a queue that was set aside: whether a later one has sent anybody of whom it does not know any more who they were, as on
 * the till itself. `earlier`: what was set aside before it.
 */
export function forgottenSince(
  later: readonly ReadFolder[],
  { content, lastSequence, setAsideAt }: ReadFolder,
  earlier: readonly ReadFolder[],
): boolean {
  if (later.length === 0) return false;
  const oldestFirst = [...later].reverse();
  const saves = new SaveBook(new Map(oldestFirst.flatMap((one) => [...one.content.saves])));
  const waiting = earlier.flatMap((one) => openIn(one.content));
  return hasLeftUnknown(
    {
      at: setAsideAt ?? lastChange(content.saves.values()),
      lastSequence,
      elsewhere: new Set(waiting.map(({ sequence }) => sequence)),
    },
    {
      saves,
      last: Math.max(...later.map((one) => one.lastSequence)),
      theirs: new Set(content.saves.keys()),
    },
  );
}
