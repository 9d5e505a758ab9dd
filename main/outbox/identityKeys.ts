import type { Member } from '../../app/member/memberSchema.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from '../vault/vault.ts';
import type { Intention } from './intention.ts';
import type { SaveWriter } from './saveWriter.ts';

/** What says whose a save is: an intention, or a body that was read. */
interface OfWhom {
  origin: Pick<Intention['origin'], 'brandId'>;
  member: Member;
}

/** The hashes of what it says of whose it is. */
export function identityKeysOf(vault: Vault, { origin, member }: OfWhom): string[] {
  return identityTexts(origin.brandId, member).map((text) => vault.identityKey(text));
}

/**
 * The hashes of what a save corrects, and where that is not here, or came behind its corrections, those of the last that corrects
 * it as well: the two are one person's, whatever numbers they say, and wherever that is asked it is asked by hashes.
 */
export function inheritedKeys(writer: SaveWriter, correctionOf: string | null): readonly string[] {
  if (correctionOf === null) return [];
  const theirs = believedKeys(writer, writer.saves.find(correctionOf));
  const besides = believedKeys(
    writer,
    writer.saves.lastCorrectionNaming({ requestId: correctionOf }),
  );
  return besides.some((key) => theirs.includes(key)) ? theirs : [...theirs, ...besides];
}

/** None of one that was edited in the folder: they would be bound as if they were another's own. */
function believedKeys(writer: SaveWriter, save: Save | undefined): readonly string[] {
  if (save === undefined) return [];
  writer.judge(save);
  return writer.saves.isBelieved(save) ? save.identityKeys : [];
}
