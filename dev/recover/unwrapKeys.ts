import { type KeyObject, randomBytes } from 'node:crypto';
import { areBound, isOf, KEY_BYTES } from '../../main/vault/dataKey.ts';
import { HASHING_PLACE } from '../../main/vault/hashingKeys.ts';
import type { ReadKeyFile } from '../../main/vault/keyFile.ts';
import { recoveryKeyId, unwrapForRecovery } from '../../main/vault/recoveryKey.ts';
import { Vault } from '../../main/vault/vault.ts';

/** What the private half of a recovery key makes of one `key.json`. */
export interface UnwrappedKeys {
  /** Every data key that it gives, the current one first. */
  keys: Buffer[];
  /** What hashes of this folder are made with; null where they are derived from its only key. */
  hashing: Buffer | null;
  /** False where the current key did not come out: then nobody can be recognised by these hashes. */
  hasCurrent: boolean;
  /** Places (from 1) of keys whose wrapping is for this recovery key and is damaged. */
  damaged: number[];
  /** Places of keys that are wrapped for other recovery keys alone, or for none. */
  closed: number[];
  /** The ids of the recovery keys that the file names. */
  wanted: string[];
}

/** Unwraps every key that was wrapped for this recovery key; each is held against its `check`. */
export function unwrapKeys({ entries }: ReadKeyFile, privateKey: KeyObject): UnwrappedKeys {
  const own = recoveryKeyId(privateKey);
  const unwrapped: UnwrappedKeys = {
    ...{ keys: [], hashing: null, hasCurrent: false, damaged: [], closed: [] },
    wanted: [...new Set(entries.flatMap(({ recovery }) => recovery.map((wrap) => wrap.for)))],
  };
  let current: Buffer | null = null;
  for (const [at, entry] of entries.entries()) {
    const { recovery, check, hashing } = entry;
    // Beside a current key nobody can put one of his own: anybody can wrap a key for the chain.
    const isOurs = (one: Buffer) => current === null || areBound(current, one, entry);
    const wraps = recovery.filter((wrap) => wrap.for === own);
    const key = wraps
      .map((wrap) => unwrapForRecovery(wrap, privateKey))
      .find(
        (one) => one?.length === KEY_BYTES && (check === null || isOf(one, check)) && isOurs(one),
      );
    if (key) unwrapped.keys.push(key);
    else (wraps.length > 0 ? unwrapped.damaged : unwrapped.closed).push(at + 1);
    if (!key || at > 0) continue;
    current = key;
    const text = hashing === null ? null : new Vault(key).open(hashing, HASHING_PLACE);
    unwrapped.hashing = text === null ? null : Buffer.from(text, 'base64');
    unwrapped.hasCurrent = hashing === null || text !== null;
  }
  return unwrapped;
}

/**
 * Opens what the queue of these keys has sealed, and nothing else: anybody can wrap a key of his own for the chain and put it
 * beside this one. Where none came out it opens nothing.
 */
export function openingVault(keys: UnwrappedKeys | null): Vault {
  const [first = randomBytes(KEY_BYTES), ...others] = keys?.keys ?? [];
  return new Vault(first, others);
}

/** Opens and hashes as the till of these keys did; null where its current key did not come out. */
export function currentVault(keys: UnwrappedKeys | null): Vault | null {
  const [current, ...former] = keys?.hasCurrent ? keys.keys : [];
  return current === undefined ? null : new Vault(current, former, keys?.hashing ?? null);
}
