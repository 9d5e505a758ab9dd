import { randomBytes } from 'node:crypto';
import { checkOf, KEY_BYTES, KeyClosedError, type KeyWrapper } from './dataKey.ts';
import { deriveHashing, HASHING_PLACE } from './hashingKeys.ts';
import { KEY_FILE, MOST_KEYS } from './keyFile.ts';
import { boundTo, type OpenedKey, tryToWrap } from './openedKey.ts';
import { Vault } from './vault.ts';

/** The current one, and those before it. */
export type OpenedKeys = [OpenedKey, ...OpenedKey[]];

/**
 * These behind a new one that this wrapper has wrapped, or null where it does not give it back, or too many are there
 * already. `asked`: its `rotation`. Hashes stay as they are.
 */
export function renewed(keys: OpenedKeys, wrapper: KeyWrapper, asked: number): OpenedKeys | null {
  const key = randomBytes(KEY_BYTES);
  const wrapped = keys.length < MOST_KEYS ? tryToWrap(key, wrapper) : null;
  if (wrapped === null) return null;
  const bytes = hashingOf(keys[0]) ?? deriveHashing(keys.at(-1)?.key ?? key);
  const hashing = new Vault(key).seal(bytes.toString('base64'), HASHING_PLACE);
  const plain = { recovery: [], rotation: asked, opens: 'all' as const, bond: null };
  const entry = { ...wrapped, check: checkOf(key), hashing, ...plain };
  return [{ key, entry }, ...keys.map((one) => boundTo(key, one))];
}

/** The hashing keys beside the current one, or null where they are derived from the only key there ever was. */
export function hashingOf({ key, entry }: OpenedKey): Buffer | null {
  if (entry.hashing === null) return null;
  const text = new Vault(key).open(entry.hashing, HASHING_PLACE);
  if (text === null) throw new KeyClosedError('damaged', `${KEY_FILE} hashing`);
  return Buffer.from(text, 'base64');
}
