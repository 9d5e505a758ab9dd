import { randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { normalisePassphrase } from '../../app/move/passphrase.ts';

/** Node refuses to take more (bytes); the costliest parameters below take a little over 128 MB. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** Cost of trying a passphrase: 64 MB, and about 0.3 s on a slow till (scrypt, RFC 7914). */
const COST = { N: 2 ** 16, r: 8, p: 1 } as const;

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** How a key is made of a passphrase. Nobody's file makes a till take more memory or time than these do. */
export const derivationSchema = z.strictObject({
  name: z.literal('scrypt'),
  N: z.literal([2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17]),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().max(64),
});

export type Derivation = z.infer<typeof derivationSchema>;

/** For a new file: with a salt of its own. */
export function newDerivation(): Derivation {
  return { name: 'scrypt', ...COST, salt: randomBytes(SALT_BYTES).toString('base64') };
}

/** As every file of format 3 was sealed. */
export function firstDerivation(salt: string): Derivation {
  return { name: 'scrypt', ...COST, salt };
}

/** Off the main thread: the window does not stand still for it. */
export function deriveKey(passphrase: string, { N, r, p, salt }: Derivation): Promise<Buffer> {
  const cost = { N, r, p, maxmem: MAX_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    const text = normalisePassphrase(passphrase);
    scrypt(text, Buffer.from(salt, 'base64'), KEY_BYTES, cost, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
