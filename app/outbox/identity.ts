import type { OuterType } from '../member/memberFields.ts';
import type { Member } from '../member/memberSchema.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** What names a person: the phone number, or a member code with its kind; both as they are sent. */
export type Identity = { mobile: string } | { outerId: string; outerType: OuterType };

/** All that name a member. */
export function identitiesOf({ mobile, outerId, outerType }: Member): Identity[] {
  return [
    ...(mobile === undefined ? [] : [{ mobile }]),
    ...(outerId === undefined || outerType === undefined ? [] : [{ outerId, outerType }]),
  ];
}

/**
 * The plain texts that name a person within a brand: by mobile and by outer id. The store keeps
 * keyed hashes of them. Lengths keep two different pairs from giving one text.
 */
export function identityTexts(brandId: string, member: Member): string[] {
  const brand = `${brandId.length}:${brandId}`;
  const texts: string[] = [];
  if (member.mobile !== undefined) texts.push(`${brand}|mobile|${member.mobile}`);
  if (member.outerId !== undefined) texts.push(`${brand}|${member.outerType}|${member.outerId}`);
  return texts;
}

/** Far more than somebody corrects in a row. Without it each of a long chain would carry those of all before it. */
const MAX_KEYS = 64;

/**
 * The keys of a save that corrects another one, which has `inherited`: it is the same person's, also where it is the
 * number that was wrong. Its own first. What falls away after many is still joined by those in between.
 */
export function joinedKeys(own: readonly string[], inherited: readonly string[]): string[] {
  return [...new Set([...own, ...inherited])].slice(0, MAX_KEYS);
}

/**
 * The key of a save's own phone number, or undefined where it has none. A save's own keys come before
 * those that it has from what it corrects, and the phone number's before the member code's: the number
 * that was corrected may be another person's.
 */
export function mobileKeyOf(save: Save): string | undefined {
  return save.masked.mobile === '' ? undefined : save.identityKeys[0];
}

/**
 * Whether a key is surely that of the member code of the save itself. Of a correction with a phone number nobody can say
 * where what it corrects has the same key: it may have left the code out.
 */
export function isSurelyOfCode(saves: Pick<Saves, 'originalOf'>, save: Save, key: string): boolean {
  const place = save.masked.mobile === '' ? 0 : 1;
  if (save.identityKeys[place] !== key) return false;
  if (place === 0 || save.correctionOf === null) return true;
  return !saves.originalOf(save)?.identityKeys.includes(key);
}
