import { toHalfWidth } from '../member/halfWidth.ts';
import { isMobile, normalisePhone } from '../member/phone.ts';

/** What somebody looks for in the list of saves. */
export type SaveSearch =
  | { kind: 'all' }
  | { kind: 'mobile'; mobile: string }
  /** A slip, and how the phone number ends (four digits, or null where it is none). */
  | { kind: 'number'; sequence: number; end: string | null }
  | { kind: 'nothing' };

/**
 * One field for everything: `S-0187`, `s0187` and `187` are slip 187; a whole phone number is that one person's saves;
 * four digits are the end of a phone number, as the list shows it, or a slip.
 */
export function searchOf(text: string): SaveSearch {
  const phone = normalisePhone(text);
  if (isMobile(phone)) return { kind: 'mobile', mobile: phone };
  const plain = toHalfWidth(text).replace(/[\s-]/g, '');
  if (plain === '') return { kind: 'all' };
  const [, letter, digits] = /^(s?)(\d{1,15})$/i.exec(plain) ?? [];
  if (digits === undefined) return { kind: 'nothing' };
  const end = letter === '' && digits.length === 4 ? digits : null;
  return { kind: 'number', sequence: Number(digits), end };
}
