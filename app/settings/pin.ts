import { z } from 'zod';

/** The manager's PIN: short enough for a number pad, digits only, so that every keyboard has them. */
const PIN = /^[0-9]{4,12}$/;

/** A PIN to be set. */
export const newPinSchema = z
  .string({ error: 'must be text' })
  .regex(PIN, 'must have 4 to 12 digits');

/** A PIN as somebody typed it to be let in: anything that is not the PIN is wrong, whatever its shape. */
export const givenPinSchema = z.string().max(64);

/** What a check of a PIN comes to, other than that it was right. */
export type PinRefusal = 'pin.wrong' | 'pin.locked' | 'pin.unset';
