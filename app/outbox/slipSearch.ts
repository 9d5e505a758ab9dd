import { toHalfWidth } from '../member/halfWidth.ts';

/**
 * The sequence that a typed slip number means: `S-0187`, `s0187` and `187` are 187. Null for what
 * cannot be a slip number, undefined for an empty search.
 */
export function searchedSequence(text: string): number | null | undefined {
  const plain = toHalfWidth(text).replace(/[\s-]/g, '');
  if (plain === '') return undefined;
  const digits = /^s?(\d{1,15})$/i.exec(plain)?.[1];
  return digits === undefined ? null : Number(digits);
}
