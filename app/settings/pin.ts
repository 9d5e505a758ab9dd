import { z } from 'zod';
import { toHalfWidth } from '../member/halfWidth.ts';

/** The manager's PIN: short enough for a number pad, digits only, so that every keyboard has them. */
const PIN = /^[0-9]{4,12}$/;

const LONGEST = 12;

/** What of a typed or pasted text can be part of a PIN. */
export function pinDigits(text: string): string {
  return toHalfWidth(text)
    .replace(/[^0-9]/g, '')
    .slice(0, LONGEST);
}

/** A PIN to be set. */
export const newPinSchema = z
  .string({ error: 'must be text' })
  .regex(PIN, 'must have 4 to 12 digits');

/** A PIN as somebody typed it to be let in: anything that is not the PIN is wrong, whatever its shape. */
export const givenPinSchema = z.string().max(64);

/** What a check of a PIN comes to, other than that it was right. `audit.refused`: no try can be counted now. */
export type PinRefusal = 'pin.wrong' | 'pin.locked' | 'pin.unset' | 'audit.refused';
