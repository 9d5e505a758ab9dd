import type { Save } from '../../app/outbox/save.ts';
import { inParts } from './inParts.ts';
import type { SaveWriter } from './saveWriter.ts';

/**
 * Does something to each save in its turn, as it is by then: what was stored or erased, null where the store refuses,
 * undefined where nothing is to be done any more. Ends where the store refuses.
 */
export async function eachInTurn(
  writer: Pick<SaveWriter, 'inTurn'>,
  saves: readonly Save[],
  work: (save: Save) => Promise<Save | null | undefined>,
): Promise<{ saves: Save[]; isStored: boolean }> {
  const results = await inParts(
    saves,
    ({ requestId }) => writer.inTurn(requestId, work),
    (result) => result === null,
  );
  return { saves: results.flatMap((save) => save ?? []), isStored: !results.includes(null) };
}
