import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  makeRecoveryPair,
  readPrivateRecoveryKey,
  readRecoveryKey,
  recoveryKeyId,
  unwrapForRecovery,
  wrapForRecovery,
} from './recoveryKey.ts';

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error('nothing there');
  return value;
}

/** Private halves and a data key, and what another program (Python's `cryptography`) makes of them. */
const VECTORS = [
  {
    ephemeral: Buffer.alloc(32, 1),
    chain: Buffer.alloc(32, 2),
    dataKey: Buffer.from(Array.from({ length: 32 }, (_, at) => at)),
    publicKey: 'zo060cy2M-x7cMF4FKXHbs0CloUFDTRHRboFhw5YfVk',
    id: 'cfa570c653bd212b',
    wrapped:
      'AaTgkpK2UcJ4uXcsVp9fqbsT2Qa0araMnfncK0QJ+KIJDcyscAbGYH5PFRZ2vYn6' +
      'gt7i/N1qDgcwLZBKGFTwvSAXhcOb/UBOJNxa1ZVf1qDu',
  },
  {
    ephemeral: Buffer.from(Array.from({ length: 32 }, (_, at) => 64 + at)),
    chain: Buffer.from(Array.from({ length: 32 }, (_, at) => 96 + at)),
    dataKey: Buffer.alloc(32, 255),
    publicKey: 'Z13VdO13iTELPS52gfN5C0ZsdzsVIf7PNld5WDcepS8',
    id: '16786d4e5ef74411',
    wrapped:
      'AXmmMe7eG/nJjxIDLN6t0OegeTmPx4a4jMhG7ImvhaUapqVo3CmNlEwJdHut6V1T' +
      '2lwXP2GpcpvrBCfPumBtBTw7Mxi/+iu52PGvOystxjbK',
  },
];
const privateOf = (bytes: Buffer) => must(readPrivateRecoveryKey(bytes.toString('base64url')));

describe('a data key that is wrapped for the chain', () => {
  test.each(VECTORS)('is what every other program makes of it: $id', (vector) => {
    const { ephemeral, chain, dataKey, publicKey, id, wrapped } = vector;
    const recoveryKey = must(readRecoveryKey(publicKey));
    expect(wrapForRecovery(dataKey, recoveryKey, privateOf(ephemeral))).toEqual({
      for: id,
      wrapped,
    });
    expect(unwrapForRecovery({ for: id, wrapped }, privateOf(chain))).toEqual(dataKey);
  });

  test('is the same text each time, another one for each key, and opens with the private half alone', () => {
    const pair = makeRecoveryPair();
    const publicKey = must(readRecoveryKey(pair.publicKey));
    const privateKey = must(readPrivateRecoveryKey(pair.privateKey));
    expect([recoveryKeyId(publicKey), recoveryKeyId(privateKey)]).toEqual([pair.id, pair.id]);
    const dataKey = Buffer.alloc(32, 9);
    const one = wrapForRecovery(dataKey, publicKey);
    expect(wrapForRecovery(dataKey, publicKey)).toEqual(one);
    expect(unwrapForRecovery(one, privateKey)).toEqual(dataKey);
    const pairOfAnother = makeRecoveryPair();
    const stranger = must(readPrivateRecoveryKey(pairOfAnother.privateKey));
    expect(unwrapForRecovery(one, stranger)).toBeNull();
    // The public half of the call's own pair, which stands in front, is shared with no other key of either side.
    const head = ({ wrapped }: { wrapped: string }) =>
      Buffer.from(wrapped, 'base64').subarray(1, 33);
    const others = [
      wrapForRecovery(Buffer.alloc(32, 8), publicKey),
      wrapForRecovery(dataKey, must(readRecoveryKey(pairOfAnother.publicKey))),
    ];
    expect(new Set([one, ...others].map((wrap) => head(wrap).toString('hex'))).size).toBe(3);
    expect(Buffer.from(one.wrapped, 'base64').includes(dataKey)).toBe(false);
  });

  test('does not open when any byte of it was altered, or when some are missing', () => {
    const { chain, id, wrapped } = must(VECTORS[0] ?? null);
    const bytes = Buffer.from(wrapped, 'base64');
    const opened = (altered: Uint8Array) =>
      unwrapForRecovery(
        { for: id, wrapped: Buffer.from(altered).toString('base64') },
        privateOf(chain),
      );
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      // The highest bit of a public key counts for nothing in X25519, and it is in the salt here.
      altered.writeUInt8(bytes.readUInt8(at) ^ 0x80, at);
      expect(opened(altered), `byte ${at}`).toBeNull();
      expect(opened(bytes.subarray(0, at)), `cut at ${at}`).toBeNull();
    }
  });
});

describe('a recovery key', () => {
  test('is taken as 32 bytes or as SPKI, in base64 of either kind, and is the same key', () => {
    const { publicKey, id } = makeRecoveryPair();
    const der = createPublicKey(generateKeyPairSync('x25519').privateKey).export({
      format: 'der',
      type: 'spki',
    });
    const spki = Buffer.concat([der.subarray(0, 12), Buffer.from(publicKey, 'base64url')]);
    const forms = [
      publicKey,
      Buffer.from(publicKey, 'base64url').toString('base64'),
      spki.toString('base64'),
      spki.toString('base64url'),
    ];
    for (const form of forms) expect(recoveryKeyId(must(readRecoveryKey(form)))).toBe(id);
  });

  test.each([
    ['nothing', ''],
    ['too few bytes', Buffer.alloc(31, 1).toString('base64url')],
    ['a point of small order', Buffer.alloc(32).toString('base64url')],
    [
      'a key of another kind',
      generateKeyPairSync('ed25519')
        .publicKey.export({ format: 'der', type: 'spki' })
        .toString('base64'),
    ],
  ])('is never %s', (_, text) => {
    expect(readRecoveryKey(text)).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['a public half', makeRecoveryPair().publicKey.slice(1)],
    [
      'a key of another kind',
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    ],
  ])('has no private half in %s', (_, text) => {
    expect(readPrivateRecoveryKey(text)).toBeNull();
  });
});
