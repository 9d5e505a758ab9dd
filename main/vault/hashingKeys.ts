import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Where they are sealed: `docs/keys.md`, "Hashes". */
export const HASHING_PLACE = 'hashing keys';

/** What hashes and MACs are made with: they outlive the data key, since what they are compared with does. */
export interface HashingKeys {
  identity: KeyObject;
  content: KeyObject;
  trail: KeyObject;
}

const PURPOSES = ['tillside identity 1', 'tillside content 1', 'tillside audit 1'] as const;
const BYTES = 32;

/** All three of a till whose first data key this is, one after the other (96 bytes). */
export function deriveHashing(dataKey: Buffer): Buffer {
  return Buffer.concat(
    PURPOSES.map((purpose) =>
      Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), purpose, BYTES)),
    ),
  );
}

export function hashingKeysOf(bytes: Buffer): HashingKeys {
  const at = (place: number) => createSecretKey(bytes.subarray(place * BYTES, (place + 1) * BYTES));
  return { identity: at(0), content: at(1), trail: at(2) };
}
