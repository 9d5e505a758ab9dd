import type { Save } from '../../app/outbox/save.ts';
import type { SaveWriter } from './saveWriter.ts';

/** So many are stored side by side: one flush takes them together. */
const AT_ONCE = 256;

/**
 * Does something to each save in its turn, as it is by then: what was stored or erased, null where the store refuses,
 * undefined where nothing is to be done any more. Ends where the store refuses.
 */
export async function eachInTurn(
  writer: Pick<SaveWriter, 'inTurn'>,
  saves: readonly Save[],
  work: (save: Save) => Promise<Save | null | undefined>,
): Promise<{ saves: Save[]; isStored: boolean }> {
  const done: Save[] = [];
  for (let at = 0; at < saves.length; at += AT_ONCE) {
    const some = saves
      .slice(at, at + AT_ONCE)
      .map(({ requestId }) => writer.inTurn(requestId, work));
    const results = await Promise.all(some);
    done.push(...results.flatMap((save) => save ?? []));
    if (results.includes(null)) return { saves: done, isStored: false };
  }
  return { saves: done, isStored: true };
}
