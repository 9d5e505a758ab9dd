import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY_LENGTH = 20;
const SECRET_BYTES = 32;

export type KeyKind = 'till' | 'admin';

/** A key and a secret of its own, which nobody can guess: 100 and 256 bits. */
export interface KeyPair {
  appKey: string;
  appSecret: string;
}

/** A key says whose kind it is; a till's is never an administrator's, nor one of the platform's. */
export function makeKeyPair(kind: KeyKind): KeyPair {
  return { appKey: `${kind}-${randomWord()}`, appSecret: makeSecret() };
}

export function makeSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether it is such a key: then it has nothing in it that a name of a file, or a line, could not have. */
export function isKeyOf(kind: KeyKind, text: string): boolean {
  return text.startsWith(`${kind}-`) && /^[a-z2-7]{20}$/.test(text.slice(kind.length + 1));
}

/** Whether it is as long as those that are made here, and not one character over and over. */
export function isStrongSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text) && new Set(text).size >= 12;
}

/** 32 divides 256: each character is as likely as any other. */
function randomWord(): string {
  return Array.from(randomBytes(KEY_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
