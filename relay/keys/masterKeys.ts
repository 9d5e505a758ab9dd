import { createHash } from 'node:crypto';
import { type Keyed, keyProblem } from './keyProblem.ts';
import type { MasterKeyPort } from './masterKeyPort.ts';
import { KEY_BYTES, openBytes, sealBytes } from './sealedBytes.ts';

/** More than any rotation leaves behind. */
const MAX_KEYS = 20;

/** 32 bytes as base64 or base64url. */
const KEY_TEXT = /^[A-Za-z0-9+/_-]{43}=?$/;

interface MasterKey {
  id: string;
  key: Buffer;
}

/**
 * The master keys that a text names, one a line; empty lines and lines that begin with `#` are left out. The first wraps,
 * all unwrap. `source`: what the mistakes call the text; no mistake repeats a line.
 */
export function parseMasterKeys(text: string, source: string): Keyed<MasterKeyPort> {
  const malformed = (says: string) => keyProblem('master-key.malformed', `${source}: ${says}`);
  const keys: MasterKey[] = [];
  for (const [index, line] of text.split(/[\r\n,]+/).entries()) {
    const word = line.trim();
    if (word === '' || word.startsWith('#')) continue;
    const key = KEY_TEXT.test(word) ? Buffer.from(word, 'base64') : null;
    if (key?.length !== KEY_BYTES)
      return malformed(`line ${index + 1} is no key: 32 random bytes as base64 are.`);
    if (new Set(key).size < 8) return malformed(`line ${index + 1} is not random.`);
    const id = idOf(key);
    if (keys.some((other) => other.id === id))
      return malformed(`line ${index + 1} is there already.`);
    keys.push({ id, key });
  }
  const [first] = keys;
  if (first === undefined) return malformed('there is no key in it.');
  if (keys.length > MAX_KEYS) return malformed(`at most ${MAX_KEYS} keys.`);
  return { ok: true, value: portOf(first, keys) };
}

function portOf(first: MasterKey, all: readonly MasterKey[]): MasterKeyPort {
  const byId = new Map(all.map(({ id, key }) => [id, key]));
  return {
    wrappingKeyId: first.id,
    async wrap(dataKey, context) {
      const wrapped = sealBytes(first.key, dataKey, wrapContext(first.id, context));
      return { ok: true, value: { masterKeyId: first.id, wrapped } };
    },
    async unwrap({ masterKeyId, wrapped }, context) {
      const key = byId.get(masterKeyId);
      if (key === undefined)
        return keyProblem(
          'master-key.unknown',
          `A secret was sealed by the master key ${JSON.stringify(masterKeyId.slice(0, 40))}, which is not given.`,
        );
      const dataKey = openBytes(key, wrapped, wrapContext(masterKeyId, context));
      if (dataKey === null)
        return keyProblem('secret.not-opened', 'A data key is not what this master key wrapped.');
      return { ok: true, value: dataKey };
    },
  };
}

/** Names a key, and tells nothing of it. */
function idOf(key: Buffer): string {
  return createHash('sha256')
    .update('tillside-relay-master-key\n')
    .update(key)
    .digest('hex')
    .slice(0, 16);
}

function wrapContext(id: string, context: string): string {
  return `tillside-relay-data-key-1\n${id}\n${context}`;
}
