import type { Member } from '../../app/member/memberSchema.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
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

/** The hashes of what a save corrects; none of one that was edited in the folder: they would be bound as if they were its own. */
export function inheritedKeys(writer: SaveWriter, correctionOf: string | null): readonly string[] {
  const original = correctionOf === null ? undefined : writer.saves.find(correctionOf);
  if (original === undefined) return [];
  writer.judge(original);
  return writer.saves.isBelieved(original) ? original.identityKeys : [];
}
