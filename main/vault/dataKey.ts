import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';

/** Wraps the data key with what the operating system offers. */
export interface KeyWrapper {
  /** `os`: the system's own key store; `none`: there is none, and the key lies in the file as it is. */
  readonly protection: 'os' | 'none';
  wrap(key: Buffer): Buffer;
  /** Throws where the system cannot unwrap it any more. */
  unwrap(wrapped: Buffer): Buffer;
}

const KEY_BYTES = 32;

const keyFileSchema = z.strictObject({
  format: z.literal(1),
  protection: z.enum(['os', 'none']),
  wrapped: z.base64(),
  /** Tells the key that was written from one that a damaged file gives. Files of before it do not have it. */
  check: z.base64().optional(),
});

/** The key is wrapped by a key store that is not there at this start; its bytes are left alone. */
export class KeyStoreMissingError extends Error {
  readonly code = 'KEY_STORE_MISSING';
}

export interface DataKey {
  key: Buffer;
  /** True when an old key could not be read: whatever it sealed can no longer be opened. */
  isReplacement: boolean;
  /** `none`: whoever has the folder has the key. */
  protection: 'os' | 'none';
  notices: StoreNotice[];
}

/**
 * The key that seals everything in this data folder, made at the first start. A key that can no
 * longer be unwrapped (the Windows profile changed) is set aside with its bytes, and a new one made. Where
 * the key store itself is missing at this start (a keyring that is not unlocked yet) nothing is touched:
 * it throws `KeyStoreMissingError`.
 */
export async function loadDataKey(
  folder: string,
  wrapper: KeyWrapper,
  plain: KeyWrapper,
  now: () => number,
): Promise<DataKey> {
  const path = join(folder, 'key.json');
  const { protection } = wrapper;
  const notices: StoreNotice[] = [];
  if (protection === 'none') {
    notices.push({ code: 'store.weak-protection', detail: 'no-system-key-store' });
  }
  const stored = await readKey(path, wrapper, plain);
  if (stored !== 'missing' && stored !== 'unreadable') {
    // A key from a time without a key store moves into one as soon as there is one.
    if (stored.protection !== protection && protection === 'os') {
      await writeKey(path, stored.key, wrapper);
    }
    return { key: stored.key, isReplacement: false, protection, notices };
  }
  if (stored === 'unreadable') {
    notices.push({ code: 'store.key-unreadable', detail: await setAside(path, now()) });
  }
  const key = randomBytes(KEY_BYTES);
  await writeKey(path, key, wrapper);
  return { key, isReplacement: stored === 'unreadable', protection, notices };
}

interface StoredKey {
  key: Buffer;
  protection: 'os' | 'none';
}

async function readKey(
  path: string,
  wrapper: KeyWrapper,
  plain: KeyWrapper,
): Promise<StoredKey | 'missing' | 'unreadable'> {
  const bytes = await readIfThere(path);
  if (bytes === null) return 'missing';
  try {
    const file = keyFileSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (file.protection === 'os' && wrapper.protection === 'none') throw new KeyStoreMissingError();
    const by = file.protection === 'none' ? plain : wrapper;
    const key = by.unwrap(Buffer.from(file.wrapped, 'base64'));
    if (key.length !== KEY_BYTES || !isOf(key, file.check)) return 'unreadable';
    return { key, protection: file.protection };
  } catch (error) {
    if (error instanceof KeyStoreMissingError) throw error;
    return 'unreadable';
  }
}

async function writeKey(path: string, key: Buffer, wrapper: KeyWrapper): Promise<void> {
  const wrapped = wrapper.wrap(key).toString('base64');
  const { protection } = wrapper;
  const check = checkOf(key).toString('base64');
  await replaceFile(path, JSON.stringify({ format: 1, protection, wrapped, check }));
}

/** Says nothing of the key to whoever does not have it. */
function checkOf(key: Buffer): Buffer {
  return createHmac('sha256', key).update('tillside key.json').digest().subarray(0, 16);
}

function isOf(key: Buffer, check: string | undefined): boolean {
  if (check === undefined) return true;
  const [written, own] = [Buffer.from(check, 'base64'), checkOf(key)];
  return written.length === own.length && timingSafeEqual(written, own);
}
