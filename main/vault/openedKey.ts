import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  areBound,
  bondOf,
  checkOf,
  isOf,
  KEY_BYTES,
  KeyClosedError,
  type KeyWrapper,
} from './dataKey.ts';
import { KEY_FILE, type KeyEntry, type ReadEntry } from './keyFile.ts';
import { wrapForRecovery } from './recoveryKey.ts';

/** A key that has been opened, with its entry in the file. */
export interface OpenedKey {
  key: Buffer;
  entry: KeyEntry;
}

/** Throws `KeyClosedError` where it does not open now. */
export function openEntry(entry: ReadEntry, known: readonly KeyWrapper[]): OpenedKey {
  const { protection, wrapped, check } = entry;
  const detail = `${KEY_FILE} ${protection}`;
  const wrapper = known.find((one) => one.protection === protection);
  if (wrapper === undefined) throw new KeyClosedError('store-missing', detail);
  let key: Buffer;
  try {
    key = wrapper.unwrap(Buffer.from(wrapped, 'base64'));
  } catch (error) {
    throw new KeyClosedError('unwrap-failed', detail, error);
  }
  if (key.length !== KEY_BYTES || (check !== null && !isOf(key, check)))
    throw new KeyClosedError('other-key', detail);
  return { key, entry: { ...entry, check: check ?? checkOf(key) } };
}

/** The same of a key behind the current one; also where nobody who had both open has put it there. */
export function openFormer(
  entry: ReadEntry,
  known: readonly KeyWrapper[],
  current: Buffer,
): OpenedKey {
  const opened = openEntry(entry, known);
  if (areBound(current, opened.key, entry)) return opened;
  throw new KeyClosedError('other-key', `${KEY_FILE} bond`);
}

/** It stays beside this current key. */
export function boundTo(
  current: Buffer,
  { key, entry }: OpenedKey,
  opens = entry.opens,
): OpenedKey {
  return { key, entry: { ...entry, opens, bond: bondOf(current, key, opens) } };
}

/** As it is where that wrapper has wrapped it, or does not give back what it wraps. */
export function rewrapped(one: OpenedKey, wrapper: KeyWrapper): OpenedKey {
  if (one.entry.protection === wrapper.protection) return one;
  const wrapped = tryToWrap(one.key, wrapper);
  return wrapped === null ? one : { key: one.key, entry: { ...one.entry, ...wrapped } };
}

/** A new wrapping that has been tried, or null where it does not give the key back: then the old one stays. */
export function tryToWrap(
  key: Buffer,
  wrapper: KeyWrapper,
): Pick<KeyEntry, 'protection' | 'wrapped'> | null {
  try {
    const wrapped = wrapper.wrap(key);
    if (!wrapper.unwrap(wrapped).equals(key)) return null;
    return { protection: wrapper.protection, wrapped: wrapped.toString('base64') };
  } catch {
    return null;
  }
}

/** For the chain's recovery key as well; null: for none. As it is where that is so already. */
export function wrappedFor(one: OpenedKey, publicKey: KeyObject | null): OpenedKey {
  const { key, entry } = one;
  const recovery = publicKey === null ? [] : [wrapForRecovery(key, publicKey)];
  if (isDeepStrictEqual(recovery, entry.recovery)) return one;
  return { key, entry: { ...entry, recovery } };
}
