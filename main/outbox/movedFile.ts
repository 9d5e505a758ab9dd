import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { exportTimeSchema, type MovedQueue } from './movedQueue.ts';
import {
  type Derivation,
  derivationSchema,
  deriveKey,
  firstDerivation,
  newDerivation,
} from './passphraseKey.ts';
import { readHeader, readSealed } from './queueText.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Everything in front of what is sealed. None of it can be changed without the passphrase either. */
const headerSchema = z.strictObject({
  format: z.literal(4),
  kind: z.literal('tillside-queue'),
  exportedAt: exportTimeSchema,
  key: derivationSchema,
  nonce: z.base64().max(64),
});

const fileSchema = headerSchema.extend({ tag: z.base64().max(64), sealed: z.base64() });

/** As earlier programs wrote it: the date is sealed, and nothing else in front of it could be another. */
const format3Schema = z.strictObject({
  format: z.literal(3),
  kind: z.literal('tillside-queue'),
  salt: z.base64().max(64),
  nonce: z.base64().max(64),
  tag: z.base64().max(64),
  sealed: z.base64(),
});

type Header = z.infer<typeof headerSchema>;

export type OpeningFailure = 'not-a-queue' | 'wrong-passphrase';

/** The file's content: the queue sealed under a passphrase (scrypt, AES-256-GCM), what stands in front of it bound to it. */
export async function sealQueue(
  { exportedAt, saves }: MovedQueue,
  passphrase: string,
): Promise<string> {
  const key = newDerivation();
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const header: Header = { format: 4, kind: 'tillside-queue', exportedAt, key, nonce };
  const secret = await deriveKey(passphrase, key);
  const cipher = createCipheriv('aes-256-gcm', secret, Buffer.from(nonce, 'base64'));
  cipher.setAAD(boundText(header));
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ saves }), 'utf8'), cipher.final()]);
  const tag = cipher.getAuthTag().toString('base64');
  return JSON.stringify({ ...header, tag, sealed: sealed.toString('base64') });
}

/** Opens what `sealQueue` gave, and files of format 3. What whoever sealed it has put in is not looked at. */
export async function openQueue(
  text: string,
  passphrase: string,
): Promise<{ content: unknown } | OpeningFailure> {
  const json = readHeader(text);
  const { data: file } = fileSchema.safeParse(json);
  if (file !== undefined) {
    const { tag, sealed, ...header } = file;
    const content = await unseal(file, passphrase, boundText(header));
    if (content === null) return 'wrong-passphrase';
    return { content: dated(await readSealed(content), file.exportedAt) };
  }
  const { data: older } = format3Schema.safeParse(json);
  if (older === undefined) return 'not-a-queue';
  const content = await unseal({ ...older, key: firstDerivation(older.salt) }, passphrase, null);
  return content === null ? 'wrong-passphrase' : { content: await readSealed(content) };
}

/**
 * Nothing but saves is ever sealed. Of millions of names, or of a text, whose every character counts as one, no copy is
 * made.
 */
function dated(inside: unknown, exportedAt: number): unknown {
  const isQueue = typeof inside === 'object' && inside !== null && Object.keys(inside).length === 1;
  return isQueue ? { ...inside, exportedAt } : undefined;
}

interface Sealed {
  key: Derivation;
  nonce: string;
  tag: string;
  sealed: string;
}

async function unseal(file: Sealed, passphrase: string, bound: Buffer | null) {
  const secret = await deriveKey(passphrase, file.key);
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  try {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', secret, bytes(file.nonce), options);
    if (bound !== null) decipher.setAAD(bound);
    decipher.setAuthTag(bytes(file.tag));
    const content = [decipher.update(bytes(file.sealed)), decipher.final()];
    return Buffer.concat(content).toString('utf8');
  } catch {
    return null;
  }
}

/** The header as one text, the same whatever blanks and order the file has it in. */
function boundText({ format, kind, exportedAt, key, nonce }: Header): Buffer {
  const { name, N, r, p, salt } = key;
  return Buffer.from(JSON.stringify([format, kind, exportedAt, name, N, r, p, salt, nonce]));
}
