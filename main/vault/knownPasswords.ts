import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { KEY_BYTES } from './dataKey.ts';

/**
 * What Chromium opens on Linux whatever key store it has: the password of `basic_text`, and an empty one, which it tries
 * where the keyring's does not fit (`components/os_crypt/sync/os_crypt_linux.cc`, `DecryptString`).
 */
const KNOWN_PASSWORDS = ['peanuts', ''];

const PREFIX_LENGTH = 'v10'.length;
const SALT = 'saltysalt';
const ITERATIONS = 1;
const CIPHER_KEY_BYTES = 16;
const IV = Buffer.alloc(16, ' ');

/** Whether a data key that Electron's `safeStorage` has wrapped on Linux opens without any key store. */
export function isUnderKnownPassword(wrapped: Buffer): boolean {
  return KNOWN_PASSWORDS.some((password) => {
    const key = pbkdf2Sync(password, SALT, ITERATIONS, CIPHER_KEY_BYTES, 'sha1');
    const decipher = createDecipheriv('aes-128-cbc', key, IV);
    try {
      const start = decipher.update(wrapped.subarray(PREFIX_LENGTH));
      const text = Buffer.concat([start, decipher.final()]).toString('latin1');
      // Another password gives a valid padding by chance, but no key.
      return Buffer.from(text, 'base64').length === KEY_BYTES;
    } catch {
      return false;
    }
  });
}
