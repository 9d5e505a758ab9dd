import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { NoncePool } from './noncePool.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what is personal or secret with AES-256-GCM, a fresh nonce each time. The associated data
 * ties a sealed text to its place: moved elsewhere, it does not open.
 */
export class Vault {
  // Key objects: a raw key is imported anew at every use, which costs four times the sealing itself.
  readonly #sealKey: KeyObject;
  readonly #identityKey: KeyObject;
  readonly #contentKey: KeyObject;
  readonly #trailKey: KeyObject;
  readonly #nonces = new NoncePool(NONCE_BYTES);

  /** `dataKey`: 32 bytes. */
  constructor(dataKey: Buffer) {
    this.#sealKey = derive(dataKey, 'tillside seal 1');
    this.#identityKey = derive(dataKey, 'tillside identity 1');
    this.#contentKey = derive(dataKey, 'tillside content 1');
    this.#trailKey = derive(dataKey, 'tillside audit 1');
  }

  /** Base64 of nonce, tag and sealed text. */
  seal(text: string, associated: string): string {
    const nonce = this.#nonces.next();
    const cipher = createCipheriv(ALGORITHM, this.#sealKey, nonce);
    cipher.setAAD(Buffer.from(associated, 'utf8'));
    const sealed = cipher.update(text, 'utf8');
    // In counter mode nothing is left to come; this computes the tag.
    cipher.final();
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The text, or null when it was sealed with another key, for another place, or was altered. */
  open(sealed: string, associated: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv(ALGORITHM, this.#sealKey, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(associated, 'utf8'));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      return null;
    }
  }

  /** A keyed hash that says whether two texts are the same and nothing else. */
  identityKey(text: string): string {
    return keyedHash(this.#identityKey, text).slice(0, 22);
  }

  /** The same for the content of a save, from which no identity can be told: 96 bits. */
  contentKey(text: string): string {
    return keyedHash(this.#contentKey, text).slice(0, 16);
  }

  /** What only this key makes of a text: chains the lines of the audit trail. 192 bits, base64. */
  trailMark(text: string): string {
    return keyedHash(this.#trailKey, text).slice(0, 32);
  }
}

function keyedHash(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

function derive(dataKey: Buffer, purpose: string): KeyObject {
  const key = hkdfSync('sha256', dataKey, Buffer.alloc(0), purpose, 32);
  return createSecretKey(Buffer.from(key));
}
