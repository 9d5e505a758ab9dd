import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WrappedSecret } from '../state/relayState.ts';
import { keysOf, newMasterKey } from '../testing/deskInMemory.ts';
import { openSecret, rewrapSecret, type SecretOwner, sealSecret } from './wrappedSecret.ts';

const TILL: SecretOwner = { kind: 'till', appKey: 'till-aaaaaaaaaaaaaaaaaaaa' };
const SECRET = 'the-secret-of-a-till-that-nobody-may-see-00';

const line = newMasterKey();
const keys = keysOf(line);

async function sealed(owner = TILL, port = keys): Promise<WrappedSecret> {
  const done = await sealSecret(port, SECRET, owner);
  if (!done.ok) throw new Error(done.says);
  return done.value;
}

describe('a sealed secret', () => {
  test('opens for whom it was sealed, whatever characters it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (secret) => {
        const done = await sealSecret(keys, secret, TILL);
        expect(done.ok && (await openSecret(keys, done.value, TILL))).toEqual({
          ok: true,
          value: secret,
        });
      }),
    );
  });

  test('is never the same twice, and has nothing of the secret in it', async () => {
    const [one, other] = [await sealed(), await sealed()];
    expect(one.sealed).not.toBe(other.sealed);
    expect(one.wrappedDataKey).not.toBe(other.wrappedDataKey);
    const text = JSON.stringify(one) + Buffer.from(one.sealed, 'base64').toString('latin1');
    expect(text).not.toContain(SECRET.slice(0, 8));
  });

  test.each<[string, SecretOwner]>([
    ['another till', { kind: 'till', appKey: 'till-aaaaaaaaaaaaaaaaaaab' }],
    ['an account of the same name', { kind: 'account', appKey: TILL.appKey }],
    ['an administrator of the same name', { kind: 'administrator', appKey: TILL.appKey }],
  ])('does not open for %s: a record that was swapped is of no use', async (_, other) => {
    expect(await openSecret(keys, await sealed(), other)).toMatchObject({
      ok: false,
      code: 'secret.not-opened',
    });
  });

  test('does not open with one bit changed, wherever it is', async () => {
    const secret = await sealed();
    for (const part of ['sealed', 'wrappedDataKey'] as const) {
      const bytes = Buffer.from(secret[part], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const spoilt = Buffer.from(bytes);
        spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const opened = await openSecret(
          keys,
          { ...secret, [part]: spoilt.toString('base64') },
          TILL,
        );
        expect(opened, `${part}, bit ${bit}`).toMatchObject({
          ok: false,
          code: 'secret.not-opened',
        });
      }
    }
  });

  test.each(['', 'AAAA', 'no base64 at all!', 'A'.repeat(10_000)])(
    'does not open where its parts are %j',
    async (text) => {
      for (const part of ['sealed', 'wrappedDataKey'])
        expect(await openSecret(keys, { ...(await sealed()), [part]: text }, TILL)).toMatchObject({
          ok: false,
          code: 'secret.not-opened',
        });
    },
  );

  test('does not open with the parts of two secrets of the same till put together', async () => {
    const [one, other] = [await sealed(), await sealed()];
    const mixed = { ...one, wrappedDataKey: other.wrappedDataKey };
    expect(await openSecret(keys, mixed, TILL)).toMatchObject({ code: 'secret.not-opened' });
  });

  test('does not open under another master key, also where that is said to be the one', async () => {
    const others = keysOf(newMasterKey());
    const secret = await sealed();
    expect(await openSecret(others, secret, TILL)).toMatchObject({ code: 'master-key.unknown' });
    const renamed = { ...secret, masterKeyId: others.wrappingKeyId };
    expect(await openSecret(others, renamed, TILL)).toMatchObject({ code: 'secret.not-opened' });
  });

  test('is told of without a word of it or of a key', async () => {
    const secret = await sealed();
    const failures = [
      await openSecret(keysOf(newMasterKey()), secret, TILL),
      await openSecret(keys, { ...secret, sealed: 'AAAA' }, TILL),
    ];
    for (const { says } of failures as { says: string }[]) {
      for (const never of [SECRET, line.slice(0, 20), secret.sealed, secret.wrappedDataKey])
        expect(says).not.toContain(never);
    }
  });
});

describe('several master keys', () => {
  test('all unwrap, the first wraps', async () => {
    const next = newMasterKey();
    const both = keysOf(next, line);
    expect(await openSecret(both, await sealed(), TILL)).toMatchObject({ ok: true, value: SECRET });
    expect((await sealed(TILL, both)).masterKeyId).toBe(keysOf(next).wrappingKeyId);
  });

  test('a secret is moved to the first without being sealed anew, and then needs no other', async () => {
    const next = newMasterKey();
    const secret = await sealed();
    const moved = await rewrapSecret(keysOf(next, line), secret, TILL);
    if (!moved.ok || moved.value === null) throw new Error('it was not moved');
    expect(moved.value.sealed).toBe(secret.sealed);
    expect(await openSecret(keysOf(next), moved.value, TILL)).toMatchObject({ value: SECRET });
    expect(await openSecret(keys, moved.value, TILL)).toMatchObject({ code: 'master-key.unknown' });
  });

  test('moving what is there already changes nothing, and what does not open is not moved', async () => {
    const secret = await sealed();
    expect(await rewrapSecret(keys, secret, TILL)).toEqual({ ok: true, value: null });
    const both = keysOf(newMasterKey(), line);
    const swapped = { ...TILL, appKey: 'till-aaaaaaaaaaaaaaaaaaab' };
    expect(await rewrapSecret(both, secret, swapped)).toMatchObject({ code: 'secret.not-opened' });
  });
});
