import type { Member } from '../member/memberSchema.ts';
import type { Save } from './save.ts';

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

/**
 * The key of a save's own phone number, or undefined where it has none. A save's own keys come before
 * those that it has from what it corrects, and the phone number's before the member code's: the number
 * that was corrected may be another person's.
 */
export function mobileKeyOf(save: Save): string | undefined {
  return save.masked.mobile === '' ? undefined : save.identityKeys[0];
}
