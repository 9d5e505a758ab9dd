import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { consentSchema } from '../../app/consent/consent.ts';
import { saveSchema } from './saveSchema.ts';

/** Node refuses to take more (bytes); it takes a little over 64 MB. */
const MOST_MEMORY = 128 * 1024 * 1024;
/** Cost of trying a passphrase: about 0.3 s on a slow till (scrypt, RFC 7914). */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: MOST_MEMORY } as const;

/** Shorter passphrases are refused: the file holds people's phone numbers. */
export const SHORTEST_PASSPHRASE = 8;

const fileSchema = z.strictObject({
  format: z.literal(3),
  kind: z.literal('tillside-queue'),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
});

/** Further away than this from 1970 (ms) there is no date that could be shown. */
const FURTHEST = 8.64e15;

/** Several times what a form can hold (characters), and far less than a line of the store can. */
const LONGEST_BODY = 16 * 1024;

const time = z.number().min(-FURTHEST).max(FURTHEST);

const movedSchema = z.strictObject({
  body: z.string().max(LONGEST_BODY),
  operatorId: z.string(),
  app: z.string().nullable(),
  correctionOf: z.string().nullable(),
  consent: consentSchema.nullable(),
  madeAt: time,
  history: saveSchema
    .pick({ attempts: true, undecided: true, heldReason: true, lastOutcome: true })
    .extend({
      createdAt: time,
      firstUnknownAt: time.nullable(),
      // Whatever else there is was never exported: nobody's word makes a save accepted.
      state: z.enum(['pending', 'held']),
    }),
});

const queueSchema = z.strictObject({
  /** By the gateway's clock where it was known, else by the till's (ms since 1970). */
  exportedAt: time,
  /** In their order. */
  saves: z.array(movedSchema),
});

export type Moved = z.infer<typeof movedSchema>;
/** What is sealed in a file: a queue on its way from one till to another. */
export type MovedQueue = z.infer<typeof queueSchema>;

/** The file's content, sealed under a passphrase (scrypt, AES-256-GCM). */
export function sealQueue(queue: MovedQueue, passphrase: string): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(queue), 'utf8'), cipher.final()]);
  return JSON.stringify({
    format: 3,
    kind: 'tillside-queue',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  });
}

export function openQueue(
  text: string,
  passphrase: string,
): MovedQueue | 'not-a-queue' | 'wrong-passphrase' {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'not-a-queue';
  }
  const { data: file } = fileSchema.safeParse(json);
  if (file === undefined) return 'not-a-queue';
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  const key = keyOf(passphrase, bytes(file.salt));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(file.nonce), { authTagLength: 16 });
    decipher.setAuthTag(bytes(file.tag));
    const content = Buffer.concat([decipher.update(bytes(file.sealed)), decipher.final()]);
    return queueSchema.parse(JSON.parse(content.toString('utf8')));
  } catch {
    return 'wrong-passphrase';
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, SCRYPT);
}
