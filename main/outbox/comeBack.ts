import { joinedKeys } from '../../app/outbox/identity.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Imported, Save } from '../../app/outbox/save.ts';
import { sealedSave, withFactsKey } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { identityKeysOf } from './identityKeys.ts';
import type { SaveWriter } from './saveWriter.ts';
import { type SaidWords, sealWords } from './sealedWords.ts';
import type { SequenceNumbers } from './sequenceNumbers.ts';

/** A save of a queue that was set aside, opened with the key of then. */
export interface ComingBack {
  save: Save;
  /** Null where it was erased, or does not open with that key either. */
  body: string | null;
  words: SaidWords | null;
}

/** Where it comes back to. */
interface ComingBackTo {
  /** Where it belongs if it cannot keep its number, or null. */
  place: Imported | null;
  /** Hashes of the save that it corrects. */
  originalKeys: readonly string[];
  /** What becomes of it before it is stored. Called at once. */
  change: (save: Save) => Save;
}

interface ReturnedBy {
  writer: Pick<SaveWriter, 'append'>;
  vault: Vault;
  numbers: Pick<SequenceNumbers, 'give' | 'store'>;
}

/**
 * Stores a save that this till has had under another key, as it was there; its hashes are made anew, as far as there
 * is a body to make them of. Null: not stored.
 */
export async function comeBack(
  { save, body, words }: ComingBack,
  { place, originalKeys, change }: ComingBackTo,
  { writer, vault, numbers }: ReturnedBy,
): Promise<Save | null> {
  const sequence = place === null ? save.sequence : numbers.give();
  const at = { requestId: save.requestId, sequence };
  const imported = place ?? save.imported;
  const read = body === null ? null : readBody(body);
  const there = change({
    ...save,
    sequence,
    imported,
    shopId: read === null ? save.shopId : read.origin.shopId,
    sealedWords: words === null ? null : sealWords(vault, at, words),
    contentKey: body === null ? null : vault.contentKey(body),
    identityKeys: read === null ? [] : joinedKeys(identityKeysOf(vault, read), originalKeys),
  });
  const back = body === null ? bodiless(vault, there) : sealedSave(vault, there, body);
  const written = await numbers.store(sequence, () => writer.append(back));
  return written.ok ? back : null;
}

/**
 * One that comes back without a body: what held there of its facts holds here, as far as it is left. One whose bytes do
 * not open, or are none of a form, opens here for nobody.
 */
function bodiless(vault: Vault, save: Save): Save {
  if (save.sealedBody !== null) return { ...save, factsKey: save.factsKey ?? '' };
  return save.factsKey === null ? save : withFactsKey(vault, save);
}
