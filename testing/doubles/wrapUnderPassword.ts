import { createCipheriv, pbkdf2Sync } from 'node:crypto';

/** A data key as Chromium wraps it on Linux under this password; `prefix`: `v10` for `basic_text`, `v11` for a keyring. */
export function wrapUnderPassword(key: Buffer, password: string, prefix: 'v10' | 'v11'): Buffer {
  const cipherKey = pbkdf2Sync(password, 'saltysalt', 1, 16, 'sha1');
  const cipher = createCipheriv('aes-128-cbc', cipherKey, Buffer.alloc(16, ' '));
  return Buffer.concat([
    Buffer.from(prefix),
    cipher.update(key.toString('base64')),
    cipher.final(),
  ]);
}
