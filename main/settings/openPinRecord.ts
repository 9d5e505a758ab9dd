import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { PinRecord } from './managerPin.ts';

/** What stands in the clear beside the sealed record. */
export const openPinSchema = z.strictObject({
  salt: z.base64(),
  /** One byte, on purpose: it tells a wrong PIN from the right one in 255 of 256 cases, and the PIN to nobody. */
  byte: z.int().min(0).max(255),
  /** Wrong tries since the last right one. */
  wrong: z.int().nonnegative(),
});

export type OpenPinRecord = z.infer<typeof openPinSchema>;

/** What may be known of a PIN without the data key: `docs/keys.md`, "The PIN without its key". */
export function openPinOf({ salt, hash }: Pick<PinRecord, 'salt' | 'hash'>): OpenPinRecord {
  return { salt, byte: openPinByte(Buffer.from(hash, 'base64')), wrong: 0 };
}

/** Of the scrypt hash of a PIN. */
export function openPinByte(hash: Buffer): number {
  return createHmac('sha256', hash).update('tillside open pin').digest().readUInt8(0);
}
