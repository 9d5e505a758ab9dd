import { lastForgotten, nobodys } from '../../app/outbox/forgotten.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import type { ReadFolder } from './readFolder.ts';

/**
 * Of a queue that was set aside: whether a later one may have sent something of which nobody knows any more whose it was, as
 * `takeInSaves` asks. `known`: every queue, since what another one has is not forgotten.
 */
export function isAnyForgottenSince(
  aside: ReadFolder,
  later: readonly ReadFolder[],
  known: readonly ReadFolder[],
): boolean {
  const sequences = new Set(
    known.flatMap(({ content }) => [...content.saves.values()].map(({ sequence }) => sequence)),
  );
  return later.some(({ content }) => {
    const saves = new SaveBook(new Map(content.saves));
    // Where its numbers do not go on behind those of here, any that was given may be a later one's.
    const isGivenAnew =
      content.lastSequence < aside.content.lastSequence ||
      [...content.saves.values()].some(
        ({ requestId, sequence }) =>
          sequence <= aside.content.lastSequence && !aside.content.saves.has(requestId),
      );
    const before = isGivenAnew ? 0 : aside.content.lastSequence;
    const numbers = {
      lastSequence: content.lastSequence,
      hasNotLeft: (sequence: number) => !isGivenAnew && sequences.has(sequence),
    };
    if (lastForgotten(saves, numbers) > before) return true;
    return nobodys(saves).some(({ sequence }) => sequence > before);
  });
}
