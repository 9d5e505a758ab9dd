import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** A data key, wrapped so that the private half of a chain's recovery key opens it (`docs/keys.md`). */
export interface RecoveryWrap {
  /** Which recovery key: `recoveryKeyId`. */
  for: string;
  /** Base64 of version, the ephemeral public key, tag and sealed key. */
  wrapped: string;
}

const VERSION = 1;
const PURPOSE = 'tillside recovery 1';
const EPHEMERAL_PURPOSE = 'tillside recovery ephemeral 1';
const ALGORITHM = 'aes-256-gcm';
const RAW_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + RAW_BYTES + TAG_BYTES;

/** What stands in front of the 32 bytes of an X25519 public key as SPKI (RFC 8410), and of a private one as PKCS #8. */
const SPKI_HEAD = Buffer.from('302a300506032b656e032100', 'hex');
const PKCS8_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * The public half as a provisioning has it: base64 or base64url of its 32 bytes, or of them as SPKI. Null where it is
 * no X25519 key, or one with which nothing can be agreed (a point of small order).
 */
export function readRecoveryKey(text: string): KeyObject | null {
  const bytes = Buffer.from(text.trim(), 'base64url');
  const isSpki = bytes.length === SPKI_HEAD.length + RAW_BYTES;
  const raw = isSpki ? bytes.subarray(SPKI_HEAD.length) : bytes;
  if (
    raw.length !== RAW_BYTES ||
    (isSpki && !bytes.subarray(0, SPKI_HEAD.length).equals(SPKI_HEAD))
  )
    return null;
  try {
    const key = publicKeyOf(raw);
    diffieHellman({ privateKey: generateKeyPairSync('x25519').privateKey, publicKey: key });
    return key;
  } catch {
    return null;
  }
}

/** The private half out of a PEM file or 32 bytes as base64; null where it is none. */
export function readPrivateRecoveryKey(text: string): KeyObject | null {
  try {
    const raw = Buffer.from(text.trim(), 'base64url');
    const isRaw = !text.includes('-----') && raw.length === RAW_BYTES;
    const key = isRaw ? privateKeyOf(raw) : createPrivateKey(text);
    return key.asymmetricKeyType === 'x25519' ? key : null;
  } catch {
    return null;
  }
}

/** A new pair: the public half for the provisioning (base64url), the private one for the chain's safe (PEM). */
export function makeRecoveryPair(): { id: string; publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    id: recoveryKeyId(publicKey),
    publicKey: rawOf(publicKey).toString('base64url'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** Names a recovery key by either half of it: 64 bits of the SHA-256 of its public bytes, in hex. */
export function recoveryKeyId(key: KeyObject): string {
  return createHash('sha256').update(rawOf(key)).digest('hex').slice(0, 16);
}

/**
 * Wraps a data key: X25519 with a key pair for these two alone, HKDF-SHA-256 over the agreement with both public keys
 * as salt, AES-256-GCM. The same text each time, so that one that was spoilt is told from a sound one without the
 * private half. `ephemeral`: a private key; only the tests' vectors give one.
 */
export function wrapForRecovery(
  dataKey: Buffer,
  publicKey: KeyObject,
  ephemeral: KeyObject = ephemeralOf(dataKey, publicKey),
): RecoveryWrap {
  const own = rawOf(ephemeral);
  const { key, nonce } = agree(ephemeral, publicKey, own, rawOf(publicKey));
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(Buffer.of(VERSION));
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  const wrapped = Buffer.concat([Buffer.of(VERSION), own, cipher.getAuthTag(), sealed]);
  return { for: recoveryKeyId(publicKey), wrapped: wrapped.toString('base64') };
}

/** The data key, or null where it was wrapped for another recovery key or has been altered. */
export function unwrapForRecovery({ wrapped }: RecoveryWrap, privateKey: KeyObject): Buffer | null {
  const bytes = Buffer.from(wrapped, 'base64');
  if (bytes.length <= HEAD_BYTES || bytes[0] !== VERSION) return null;
  const other = bytes.subarray(1, 1 + RAW_BYTES);
  try {
    const { key, nonce } = agree(privateKey, publicKeyOf(other), other, rawOf(privateKey));
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.of(VERSION));
    decipher.setAuthTag(bytes.subarray(1 + RAW_BYTES, HEAD_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The same on both sides. Nothing is ever sealed with it twice, so the nonce may come out of it as well. */
function agree(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Buffer, chain: Buffer) {
  const shared = diffieHellman({ privateKey, publicKey });
  const salt = Buffer.concat([ephemeral, chain]);
  const derived = Buffer.from(hkdfSync('sha256', shared, salt, PURPOSE, RAW_BYTES + NONCE_BYTES));
  return { key: derived.subarray(0, RAW_BYTES), nonce: derived.subarray(RAW_BYTES) };
}

/** Out of the data key and for this recovery key alone: nobody without the data key knows it, or finds another use. */
function ephemeralOf(dataKey: Buffer, publicKey: KeyObject): KeyObject {
  const raw = hkdfSync('sha256', dataKey, rawOf(publicKey), EPHEMERAL_PURPOSE, RAW_BYTES);
  return privateKeyOf(Buffer.from(raw));
}

function privateKeyOf(raw: Buffer): KeyObject {
  const der = Buffer.concat([PKCS8_HEAD, raw]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicKeyOf(raw: Buffer): KeyObject {
  const der = Buffer.concat([SPKI_HEAD, raw]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** The 32 bytes of the public half. */
function rawOf(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);
}
