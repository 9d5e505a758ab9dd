import type { Member } from '../member/memberSchema.ts';

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
