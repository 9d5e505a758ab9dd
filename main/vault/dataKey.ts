import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyProblem } from '../../app/keys/keyQuestion.ts';

/** What keeps a key from whoever has the folder; the name of a wrapper in `key.json`. */
export const PROTECTIONS = ['os', 'dpapi-user', 'dpapi-machine', 'none'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** Wraps the data key with what the operating system offers. */
export interface KeyWrapper {
  /**
   * `os`: the system's own key store, through Electron; `dpapi-user`, `dpapi-machine`: Windows' DPAPI directly;
   * `none`: there is none, and the key lies in the file as it is.
   */
  readonly protection: Protection;
  wrap(key: Buffer): Buffer;
  /** Throws where the system cannot unwrap it now. */
  unwrap(wrapped: Buffer): Buffer;
}

/** The wrappers of a start. */
export interface KeyWrappers {
  /** Wraps what is new, and in time what an earlier one has wrapped. */
  preferred: KeyWrapper;
  /** Every one that may open something, the preferred one too. */
  known: readonly KeyWrapper[];
  /** Between these the chain chooses (`DataKeys.prefer`): until its choice is known, what one of them has wrapped stays. */
  choices: readonly Protection[];
}

export const KEY_BYTES = 32;

/** The data key cannot be opened now. Nothing has been written. */
export class KeyClosedError extends Error {
  readonly code = 'KEY_CLOSED';
  readonly problem: KeyProblem;
  /** A file's name and a code; never personal. */
  readonly detail: string;

  constructor(problem: KeyProblem, detail: string, cause?: unknown) {
    super(`${problem}: ${detail}`, { cause });
    this.problem = problem;
    this.detail = detail;
  }
}

/** Names a key, and says nothing of it to whoever does not have it. Base64 of 128 bits. */
export function checkOf(key: Buffer): string {
  const tag = createHmac('sha256', key).update('tillside key.json').digest();
  return tag.subarray(0, 16).toString('base64');
}

export function isOf(key: Buffer, check: string): boolean {
  return isSame(check, checkOf(key));
}

/**
 * Says that a till had both keys open when it put the current one in front: who knows one of them alone cannot put it
 * beside the other, to have everything sealed with it, or something opened; nor who cannot make it open more than it
 * does. Base64 of 128 bits.
 */
export function bondOf(current: Buffer, former: Buffer, opens: FormerUse = 'all'): string {
  const both = Buffer.concat([current, former]);
  const text = opens === 'all' ? 'tillside former key' : 'tillside former key of bodies';
  const tag = createHmac('sha256', both).update(text).digest();
  return tag.subarray(0, 16).toString('base64');
}

/** What a former key opens: everything, or what the store and a draft have sealed, and no settings nor PIN. */
export type FormerUse = 'all' | 'bodies';

export function areBound(
  current: Buffer,
  former: Buffer,
  { bond, opens }: { bond: string | null; opens: FormerUse },
): boolean {
  return bond !== null && isSame(bond, bondOf(current, former, opens));
}

function isSame(text: string, other: string): boolean {
  const [written, own] = [Buffer.from(text, 'base64'), Buffer.from(other, 'base64')];
  return written.length === own.length && timingSafeEqual(written, own);
}
