import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { deriveHashing, type HashingKeys, hashingKeysOf } from './hashingKeys.ts';
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
  #sealKey: KeyObject;
  /** Nothing new is sealed with these; they open what was. */
  #formerKeys: readonly KeyObject[];
  /** Nor with these, which open what a store, a draft, the manager's words or an erasing have sealed, and no settings nor PIN. */
  readonly #bodyKeys: readonly KeyObject[];
  readonly #hashing: HashingKeys;
  readonly #nonces = new NoncePool(NONCE_BYTES);

  /**
   * `dataKey`: 32 bytes; `former`: data keys of before that something may still be sealed with; `hashing`: what
   * `deriveHashing` once gave, default: of this key; `ofBodies`: data keys of before that open bodies, words, drafts and erasings.
   */
  constructor(
    dataKey: Buffer,
    former: readonly Buffer[] = [],
    hashing: Buffer | null = null,
    ofBodies: readonly Buffer[] = [],
  ) {
    this.#sealKey = sealKeyOf(dataKey);
    this.#formerKeys = former.map(sealKeyOf);
    this.#bodyKeys = ofBodies.map(sealKeyOf);
    this.#hashing = hashingKeysOf(hashing ?? deriveHashing(dataKey));
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
    let text = openWith(this.#sealKey, bytes, associated);
    for (const key of this.#formerKeys) text ??= openWith(key, bytes, associated);
    if (isOfBody(associated))
      for (const key of this.#bodyKeys) text ??= openWith(key, bytes, associated);
    return text;
  }

  /**
   * From now on this key seals; what was sealed before opens as it did, for as long as this object lives. Hashes and
   * MACs stay as they are.
   */
  renew(dataKey: Buffer): void {
    this.#formerKeys = [this.#sealKey, ...this.#formerKeys];
    this.#sealKey = sealKeyOf(dataKey);
  }

  /** The same text under the present key, or null where that is so already, or where no key opens it. */
  reseal(sealed: string, associated: string): string | null {
    if (this.#formerKeys.length + this.#bodyKeys.length === 0) return null;
    const bytes = Buffer.from(sealed, 'base64');
    const isShort = bytes.length < NONCE_BYTES + TAG_BYTES;
    if (isShort || openWith(this.#sealKey, bytes, associated) !== null) return null;
    const text = this.open(sealed, associated);
    return text === null ? null : this.seal(text, associated);
  }

  /** A keyed hash that says whether two texts are the same and nothing else. */
  identityKey(text: string): string {
    return keyedHash(this.#hashing.identity, text).slice(0, 22);
  }

  /** The same for the content of a save, from which no identity can be told: 96 bits. */
  contentKey(text: string): string {
    return keyedHash(this.#hashing.content, text).slice(0, 16);
  }

  /** What only this key makes of a text: chains the lines of the audit trail. 192 bits, base64. */
  trailMac(text: string): string {
    return keyedHash(this.#hashing.trail, text).slice(0, 32);
  }
}

const OF_BODIES: ReadonlySet<string> = new Set(['draft', 'words', 'erasure']);

/** The places of the store have their parts between bars. */
function isOfBody(place: string): boolean {
  return place.includes('|') || OF_BODIES.has(place);
}

function keyedHash(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

function openWith(key: KeyObject, bytes: Buffer, associated: string): string | null {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(associated, 'utf8'));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  } catch {
    return null;
  }
}

function sealKeyOf(dataKey: Buffer): KeyObject {
  const key = hkdfSync('sha256', dataKey, Buffer.alloc(0), 'tillside seal 1', 32);
  return createSecretKey(Buffer.from(key));
}
