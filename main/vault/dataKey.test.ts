import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeyWrapper, loadDataKey } from './dataKey.ts';
import { plainWrapper } from './keyWrappers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The key store of one user account: what another one wrapped does not open. */
const account = (secret: number): KeyWrapper => ({
  protection: 'os',
  wrap: (key) => Buffer.concat([Buffer.of(secret), key.map((byte) => byte ^ secret)]),
  unwrap: (wrapped) => {
    if (wrapped[0] !== secret) throw new Error('another account');
    return Buffer.from(wrapped.subarray(1).map((byte) => byte ^ secret));
  },
});
const load = (wrapper: KeyWrapper) => loadDataKey(folder, wrapper, plainWrapper, () => 0);
const stored = async () => JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));

describe('the data key', () => {
  test('is made once and is the same at every start', async () => {
    const first = await load(account(7));
    const second = await load(account(7));
    expect(second.key).toEqual(first.key);
    expect(first.key).toHaveLength(32);
    expect(second.isReplacement).toBe(false);
  });

  test('never lies in the file as it is where the system has a key store', async () => {
    const { key } = await load(account(7));
    expect(Buffer.from((await stored()).wrapped, 'base64').includes(key)).toBe(false);
  });

  test('without a key store lies in the file as it is, and that is announced', async () => {
    const { notices, protection } = await load(plainWrapper);
    expect(protection).toBe('none');
    expect(notices.map(({ code }) => code)).toEqual(['store.weak-protection']);
  });

  test.skipIf(process.platform === 'win32')(
    'lies in a file for this user alone (on Windows by the rights of its folder: it has no file modes)',
    async () => {
      await load(plainWrapper);
      expect((await stat(join(folder, 'key.json'))).mode & 0o077).toBe(0);
    },
  );

  test('moves into a key store as soon as there is one', async () => {
    const { key } = await load(plainWrapper);
    expect(await load(account(7))).toMatchObject({ key, protection: 'os' });
    expect((await stored()).protection).toBe('os');
  });

  test('wrapped by a key store that is missing today is left alone, and opens tomorrow', async () => {
    const { key } = await load(account(7));
    await expect(load(plainWrapper)).rejects.toMatchObject({ code: 'KEY_STORE_MISSING' });
    expect((await load(account(7))).key).toEqual(key);
  });

  test('that another account wrapped is set aside with its bytes, and replaced', async () => {
    const { key } = await load(account(7));
    const before = await readFile(join(folder, 'key.json'), 'utf8');
    const { key: other, isReplacement, notices } = await load(account(8));
    expect(isReplacement).toBe(true);
    expect(other).not.toEqual(key);
    expect(notices.map(({ code }) => code)).toEqual(['store.key-unreadable']);
    const aside = (await readdir(folder)).find((name) => name.startsWith('key.json.unreadable'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(before);
  });

  test('with one bit flipped is damage, and never another key', async () => {
    const { key } = await load(plainWrapper);
    const path = join(folder, 'key.json');
    const file = await stored();
    const wrapped = Buffer.from(file.wrapped, 'base64');
    wrapped[0] = (wrapped[0] ?? 0) ^ 1;
    await writeFile(path, JSON.stringify({ ...file, wrapped: wrapped.toString('base64') }));
    const loaded = await load(plainWrapper);
    expect(loaded.notices.map(({ code }) => code)).toContain('store.key-unreadable');
    expect(loaded.isReplacement).toBe(true);
    const { check, ...former } = file;
    expect(Buffer.from(check, 'base64')).toHaveLength(16);
    await writeFile(path, JSON.stringify(former));
    expect(await load(plainWrapper), 'as files were before').toMatchObject({ key });
  });

  test.each(['', '{}', 'null', '{"format":1,"protection":"none","wrapped":"AAAA"}'])(
    'a damaged key file (%s) is set aside as well',
    async (text) => {
      await writeFile(join(folder, 'key.json'), text);
      expect((await load(plainWrapper)).isReplacement).toBe(true);
    },
  );
});
