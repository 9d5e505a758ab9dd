import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bondOf, checkOf, type KeyWrapper } from './dataKey.ts';
import { keyOfFolder } from './keyOfFolder.ts';
import { plainWrapper, wrappersOf } from './keyWrappers.ts';
import { makeRecoveryPair, readPrivateRecoveryKey, unwrapForRecovery } from './recoveryKey.ts';
import { Vault } from './vault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The key store of one user account: what another one wrapped it takes for damage. */
const account = (secret: number, protection: KeyWrapper['protection'] = 'os'): KeyWrapper => ({
  protection,
  wrap: (key) => Buffer.concat([Buffer.of(secret), key.map((byte) => byte ^ secret)]),
  unwrap: (wrapped) => {
    if (wrapped[0] !== secret) throw new Error('another account');
    return Buffer.from(wrapped.subarray(1).map((byte) => byte ^ secret));
  },
});
const load = (preferred: KeyWrapper, former: KeyWrapper[] = []) =>
  keyOfFolder(folder, wrappersOf(preferred, former));
const path = () => join(folder, 'key.json');
const bytes = () => readFile(path(), 'utf8');
const stored = async () => JSON.parse(await bytes());
const change = async (entry: object) =>
  writeFile(
    path(),
    JSON.stringify({ format: 2, keys: [{ ...(await stored()).keys[0], ...entry }] }),
  );

/** It stays closed for this reason, and nothing in the folder is another byte. */
async function staysClosed(wrapper: KeyWrapper, problem: string): Promise<void> {
  const before = await bytes().catch(() => '');
  const names = await readdir(folder);
  await expect(load(wrapper)).rejects.toMatchObject({ code: 'KEY_CLOSED', problem });
  expect(await bytes().catch(() => '')).toBe(before);
  expect(await readdir(folder)).toEqual(names);
}

describe('the data key', () => {
  test('is made once and is the same at every start', async () => {
    const first = await load(account(7));
    const second = await load(account(7));
    expect(second.current).toEqual(first.current);
    expect(first.current).toHaveLength(32);
    expect([first.former, first.protection]).toEqual([[], 'os']);
  });

  test('never lies in the file as it is where the system has a key store', async () => {
    const { current } = await load(account(7));
    const { wrapped } = (await stored()).keys[0];
    expect(Buffer.from(wrapped, 'base64').includes(current)).toBe(false);
  });

  test.skipIf(process.platform === 'win32')(
    'without a key store lies in a file for this user alone (not on Windows: it has no file modes)',
    async () => {
      expect((await load(plainWrapper)).protection).toBe('none');
      expect((await stat(path())).mode & 0o077).toBe(0);
    },
  );

  test('gives way to another one as soon as there is a key store: whoever had the folder has it', async () => {
    const { current: open } = await load(plainWrapper);
    const store = account(7);
    const keys = await load(store);
    expect([keys.former, keys.isRenewed]).toEqual([[open], true]);
    expect(keys.current).not.toEqual(open);
    const protections = (await stored()).keys.map((one: { protection: string }) => one.protection);
    expect(protections).toEqual(['os', 'os']);
    const again = await load(store);
    expect([again.current, again.former, again.isRenewed]).toEqual([keys.current, [open], false]);
  });

  test('moves from one key store into the preferred one', async () => {
    const store = account(7);
    const { current } = await load(store);
    const machine = account(9, 'dpapi-machine');
    expect(await load(machine, [store])).toMatchObject({ current, protection: 'dpapi-machine' });
    expect(await load(machine)).toMatchObject({ current, former: [] });
  });

  test('stays as it is wrapped where what is preferred cannot give it back', async () => {
    const { current } = await load(plainWrapper);
    const forgetful = { ...account(7), unwrap: () => Buffer.alloc(32) };
    expect(await load(forgetful)).toMatchObject({ current, protection: 'none' });
    expect((await stored()).keys[0].protection).toBe('none');
  });
});

describe('never silently a new key:', () => {
  test('a key store that is missing today leaves it alone, and tomorrow it opens', async () => {
    const { current } = await load(account(7));
    await staysClosed(plainWrapper, 'store-missing');
    expect((await load(account(7))).current).toEqual(current);
  });

  test('a key store that fails once leaves it alone, and opens it the next time', async () => {
    const { current } = await load(account(7));
    await staysClosed(account(8), 'unwrap-failed');
    expect((await load(account(7))).current).toEqual(current);
  });

  test('a key with one bit flipped is damage, whatever its wrapper makes of it', async () => {
    await load(plainWrapper);
    const wrapped = Buffer.from((await stored()).keys[0].wrapped, 'base64');
    wrapped.writeUInt8(wrapped.readUInt8(0) ^ 1);
    await change({ wrapped: wrapped.toString('base64') });
    await staysClosed(plainWrapper, 'other-key');
  });

  test.each(['', '{}', 'null', '{"format":2,"keys":[]}', '{"format":2,"keys":[{}]}'])(
    'a file that no till has written (%s) stays as it is',
    async (text) => {
      await writeFile(path(), text);
      await staysClosed(plainWrapper, 'damaged');
    },
  );

  test('a file that is gone beside what it sealed', async () => {
    await writeFile(join(folder, 'outbox-000001.journal'), '');
    await staysClosed(plainWrapper, 'gone');
  });

  test('a key of another till, whole and of the same key store, where nothing here is of it', async () => {
    await load(account(7));
    const seal = new Vault(Buffer.alloc(32, 6)).seal('x', 'pin file');
    await writeFile(join(folder, 'pin.json'), JSON.stringify({ format: 1, sealed: seal }));
    await staysClosed(account(7), 'other-key');
  });

  test('a key store that cannot wrap the first one', async () => {
    await expect(load({ ...account(7), unwrap: () => Buffer.alloc(0) })).rejects.toMatchObject({
      problem: 'unwrap-failed',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file of a newer version is refused, and stays as it is', async () => {
    await writeFile(path(), '{"format":3,"keys":"elsewhere"}');
    await expect(load(plainWrapper)).rejects.toMatchObject({ code: 'NEWER_FORMAT' });
    expect(await bytes()).toBe('{"format":3,"keys":"elsewhere"}');
  });
});

describe('a file of format 1', () => {
  const key = Buffer.alloc(32, 5);
  const wrapped = account(7).wrap(key).toString('base64');
  const put = (more: object = {}) =>
    writeFile(path(), JSON.stringify({ format: 1, protection: 'os', wrapped, ...more }));

  test('opens, and is format 2 from then on, with the wrapping that it had', async () => {
    await put();
    expect((await load(account(7))).current).toEqual(key);
    const [entry] = (await stored()).keys;
    expect(entry).toMatchObject({ protection: 'os', wrapped, hashing: null, recovery: [] });
    expect(Buffer.from(entry.check, 'base64')).toHaveLength(16);
  });

  test('without a check gets none as long as what lies there does not open with it', async () => {
    await put();
    const seal = (by: number) =>
      JSON.stringify({ format: 1, sealed: new Vault(Buffer.alloc(32, by)).seal('x', 'pin file') });
    await writeFile(join(folder, 'pin.json'), seal(6));
    await staysClosed(account(7), 'other-key');
    await writeFile(join(folder, 'pin.json'), seal(5));
    expect((await load(account(7))).current).toEqual(key);
  });

  test('hashes and MACs as it did before', async () => {
    await put();
    const [now, then] = [(await load(account(7))).vault(), new Vault(key)];
    expect(now.identityKey('a')).toBe(then.identityKey('a'));
    expect(now.open(then.seal('a', 'place'), 'place')).toBe('a');
  });
});

describe('the chain’s recovery key', () => {
  const [chain, other] = [makeRecoveryPair(), makeRecoveryPair()];
  const opened = async (pair: { id: string; privateKey: string }) => {
    const privateKey = readPrivateRecoveryKey(pair.privateKey);
    const wraps = (await stored()).keys[0].recovery as { for: string; wrapped: string }[];
    const wrap = wraps.find((one) => one.for === pair.id);
    return wrap === undefined || privateKey === null ? null : unwrapForRecovery(wrap, privateKey);
  };

  test('opens the data key as soon as it is known, stays as it is, and gives way to another one or to none', async () => {
    const keys = await load(account(7));
    expect(await opened(chain)).toBeNull();
    await keys.wrapForChain(chain.publicKey);
    expect(await opened(chain)).toEqual(keys.current);
    const before = await bytes();
    const again = await load(account(7));
    await again.wrapForChain(chain.publicKey);
    expect(await bytes()).toBe(before);
    expect(again.isRecoverable).toBe(true);
    await again.wrapForChain(other.publicKey);
    expect([await opened(chain), await opened(other)]).toEqual([null, keys.current]);
    await again.wrapForChain(null);
    expect((await stored()).keys[0].recovery).toEqual([]);
  });

  test.each([
    ['was spoilt', 'wrapped'],
    ['names the key of another chain', 'for'],
  ])('wraps it again at the next start where what is wrapped %s', async (_, part) => {
    const keys = await load(account(7));
    await keys.wrapForChain(chain.publicKey);
    const before = await stored();
    const altered = structuredClone(before);
    const [wrap] = altered.keys[0].recovery;
    wrap[part] = `${wrap[part][0] === '0' ? '1' : '0'}${wrap[part].slice(1)}`;
    await writeFile(path(), JSON.stringify(altered));
    await (await load(account(7))).wrapForChain(chain.publicKey);
    expect(await stored()).toEqual(before);
  });

  test('stays where somebody names something else that is no key', async () => {
    const keys = await load(account(7));
    await keys.wrapForChain(chain.publicKey);
    await keys.wrapForChain('A'.repeat(43));
    expect(await opened(chain)).toEqual(keys.current);
  });
});

describe('a key that somebody has put beside the till’s own', () => {
  const mine = Buffer.alloc(32, 9);
  const foreign = (more: object = {}) => ({
    protection: 'none',
    wrapped: mine.toString('base64'),
    check: checkOf(mine),
    hashing: null,
    recovery: [],
    ...more,
  });

  test.each([
    ['in front, to have everything sealed with it', true],
    ['behind, to have something opened that it has sealed', false],
  ])('%s, is taken by no start', async (_, isFirst) => {
    const { current } = await load(account(7));
    const own = (await stored()).keys[0];
    const bond = bondOf(mine, mine);
    const keys = isFirst ? [foreign(), { ...own, bond }] : [own, foreign({ bond })];
    await writeFile(path(), JSON.stringify({ format: 2, keys }));
    await staysClosed(account(7), 'other-key');
    await writeFile(path(), JSON.stringify({ format: 2, keys: [own] }));
    expect((await load(account(7))).current).toEqual(current);
  });

  test('nor is one of its own of before, in front of the one that has taken its place', async () => {
    const keys = await load(account(7));
    await keys.rotate(1, null);
    const [now, before] = (await stored()).keys;
    await writeFile(path(), JSON.stringify({ format: 2, keys: [{ ...before, bond: null }, now] }));
    await staysClosed(account(7), 'other-key');
    await writeFile(path(), JSON.stringify({ format: 2, keys: [now, before] }));
    expect((await load(account(7))).former).toHaveLength(1);
  });
});
