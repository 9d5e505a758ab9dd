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
  if (areBound(current, opened.key, entry.bond)) return opened;
  throw new KeyClosedError('other-key', `${KEY_FILE} bond`);
}

/** It stays beside this current key. */
export function boundTo(current: Buffer, { key, entry }: OpenedKey): OpenedKey {
  return { key, entry: { ...entry, bond: bondOf(current, key) } };
}
