import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { consentSchema } from '../../app/consent/consent.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { History } from './intention.ts';
import type { Outbox } from './outbox.ts';
import { saveSchema } from './saveSchema.ts';

/** Cost of trying a passphrase: about 0.3 s on a slow till (scrypt, RFC 7914). */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;

/** Shorter passphrases are refused: the file holds people's phone numbers. */
export const SHORTEST_PASSPHRASE = 8;

const fileSchema = z.strictObject({
  // 1 has no consents.
  format: z.literal([1, 2]),
  kind: z.literal('tillside-queue'),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
});

const movedSchema = z.strictObject({
  body: z.string(),
  operatorId: z.string(),
  correctionOf: z.string().nullable(),
  consent: consentSchema.nullable().default(null),
  history: saveSchema.pick({
    createdAt: true,
    state: true,
    attempts: true,
    undecided: true,
    firstUnknownAt: true,
    heldReason: true,
    lastOutcome: true,
  }),
});

type Moved = z.infer<typeof movedSchema>;

export interface Exported {
  /** The file's content. */
  text: string;
  /** The ids in it, for `closeMoved`. */
  requestIds: string[];
  /** Saves whose body does not open: they stay where they are. */
  unreadable: number;
}

/** Everything that waits or is held, sealed under a passphrase (scrypt, AES-256-GCM). Changes nothing. */
export function exportQueue(outbox: Outbox, passphrase: string): Exported {
  const moved: Moved[] = [];
  const requestIds: string[] = [];
  let unreadable = 0;
  for (const save of outbox.unfinished()) {
    const body = outbox.openBody(save);
    if (body === null) {
      unreadable += 1;
      continue;
    }
    const { createdAt, attempts, undecided, firstUnknownAt, heldReason, lastOutcome } = save;
    // One that was being sent may have arrived; the id makes sending it again safe.
    const state = save.state === 'sending' ? 'pending' : save.state;
    moved.push({
      body,
      operatorId: save.operatorId,
      correctionOf: save.correctionOf,
      consent: save.consent,
      history: { createdAt, state, attempts, undecided, firstUnknownAt, heldReason, lastOutcome },
    });
    requestIds.push(save.requestId);
  }
  return { text: seal(JSON.stringify(moved), passphrase), requestIds, unreadable };
}

/** After the file is safe: this till no longer sends what is in it. Gives how many it closed. */
export async function closeMoved(outbox: Outbox, requestIds: readonly string[]): Promise<number> {
  const closed = await Promise.all(requestIds.map((id) => outbox.discard(id, 'moved')));
  return closed.filter((save) => save !== null).length;
}

export type ImportResult =
  | { ok: true; taken: number; alreadyHere: number }
  | { ok: false; code: 'not-a-queue' | 'wrong-passphrase' | 'not-stored' };

/** Takes over an exported queue, with the same ids and bytes. Importing twice changes nothing. */
export async function importQueue(
  outbox: Outbox,
  text: string,
  passphrase: string,
): Promise<ImportResult> {
  const opened = open(text, passphrase);
  if (typeof opened === 'string') return { ok: false, code: opened };
  let taken = 0;
  let alreadyHere = 0;
  for (const { body, operatorId, correctionOf, consent, history } of opened) {
    const { requestId, origin: place, member } = readBody(body);
    const origin = { ...place, operatorId };
    const intention = { requestId, origin, member, app: null, correctionOf, consent };
    const result = await outbox.takeOver(intention, body, history satisfies History);
    if (!result.ok) return { ok: false, code: 'not-stored' };
    if (result.isNew) taken += 1;
    else alreadyHere += 1;
  }
  return { ok: true, taken, alreadyHere };
}

function seal(content: string, passphrase: string): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce);
  const sealed = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()]);
  return JSON.stringify({
    format: 2,
    kind: 'tillside-queue',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  });
}

function open(text: string, passphrase: string): Moved[] | 'not-a-queue' | 'wrong-passphrase' {
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
    return z.array(movedSchema).parse(JSON.parse(content.toString('utf8')));
  } catch {
    return 'wrong-passphrase';
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, SCRYPT);
}
