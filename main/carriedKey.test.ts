import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { encodeLine } from './journal/journalLine.ts';
import { openSettings } from './settings/settingsFile.ts';
import { setAsideTogether } from './vault/asideFolders.ts';
import { plainWrapper } from './vault/keyWrappers.ts';
import { Vault } from './vault/vault.ts';

const MINE = '135791';

/** As the page would set up the till that the key was carried to. */
const SETTINGS = {
  gateway: {
    url: 'https://elsewhere.example.com/rest',
    appKey: '1',
    appSecret: 'mine',
    session: '',
    signMethod: 'md5' as const,
  },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
  locale: 'en' as const,
};

/** A till that was set up, and a folder of somebody's own with a copy of its key and of these other files. */
async function carried(files: RegExp) {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  const mine = await freshFolder();
  for (const name of await readdir(folder))
    if (name === 'key.json' || files.test(name)) await cp(join(folder, name), join(mine, name));
  return { folder, mine };
}

const setUp = async (folder: string) =>
  startTill(folder, { offer: { provision: { ...PROVISION, managerPin: MINE }, isTrusted: false } });

describe('a key that somebody has carried into a folder of his own', () => {
  test('seals nothing there: the PIN that he sets there is none for the till that it is of', async () => {
    const { folder, mine } = await carried(/^$/);
    const { till, stop } = await setUp(mine);
    await till.settings.managerPin.set(MINE);
    await stop();
    const [own, other] = await Promise.all(
      [folder, mine].map(async (one) =>
        JSON.parse(await readFile(join(one, 'settings.json'), 'utf8')),
      ),
    );
    const sealedPin = other.sealedPin;
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...own, sealedPin }));
    await cp(join(mine, 'pin.json'), join(folder, 'pin.json'));
    const { calls } = await startTill(folder, { offer: null });
    expect(await calls.getSettings({ pin: MINE })).toMatchObject({ ok: false });
  });

  test.each([
    ['the trail without its head', /\.trail$/, async () => undefined],
    [
      'a trail that is cut before it tells of settings',
      /\.trail$/,
      async (path: string) => truncate(path, 300),
    ],
    [
      'something else in the place of the trail',
      /\.trail$/,
      async (path: string) => writeFile(path, 'x'),
    ],
  ])('is set up by nobody without its PIN, with %s beside it', async (_, files, change) => {
    const { mine } = await carried(files);
    await change(join(mine, 'audit-manager-000001.trail'));
    const { till, codes } = await setUp(mine);
    expect([till.settings.provision, till.settings.isLost]).toEqual([null, true]);
    expect(codes()).toContain('settings.missing');
  });

  test('is set up by nobody at a second start either', async () => {
    const { mine } = await carried(/^audit-cashier/);
    await (await startTill(mine, { offer: null })).stop();
    const { till, codes } = await setUp(mine);
    expect([till.settings.provision, till.settings.isLost]).toEqual([null, true]);
    expect(codes()).toContain('settings.missing');
  });

  test('gives the till that it is of no settings and no PIN, also where the folder was copied before that was set up', async () => {
    const folder = await freshFolder();
    await (await startTill(folder, { offer: null })).stop();
    const mine = `${folder}-mine`;
    await cp(folder, mine, { recursive: true });
    await cp(`${folder}.audit`, `${mine}.audit`);
    await (await startTill(folder)).stop();
    const { till, stop } = await setUp(mine);
    expect(till.settings.provision?.brandId).toBe('brand');
    for (let times = 0; times < 3; times += 1) await till.settings.managerPin.set(MINE);
    await stop();
    const { sealedPin } = JSON.parse(await readFile(join(mine, 'settings.json'), 'utf8'));
    const own = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
    await cp(join(mine, 'pin.json'), join(folder, 'pin.json'));
    for (const text of [JSON.stringify({ ...own, sealedPin }), JSON.stringify(own)]) {
      await writeFile(join(folder, 'settings.json'), text);
      const victim = await startTill(folder, { offer: null });
      expect(await victim.calls.getSettings({ pin: MINE })).toMatchObject({ ok: false });
      await victim.stop();
    }
  });

  test('is set up by nobody with an empty queue beside it, or settings that are none', async () => {
    const { mine } = await carried(/^$/);
    await writeFile(join(mine, 'outbox-000001.journal'), '');
    const first = await setUp(mine);
    expect(first.till.settings.isLost).toBe(true);
    await first.stop();
    const { mine: other } = await carried(/^$/);
    await writeFile(join(other, 'settings.json'), '{}');
    expect((await setUp(other)).till.settings.isLost).toBe(true);
  });
});

describe('a key that somebody has carried, with nothing beside it that it has sealed,', () => {
  test('is set up by nobody at any later start either, when the trail that it has begun there is whole', async () => {
    const { mine } = await carried(/^$/);
    await writeFile(join(mine, 'settings.json'), '{}');
    for (let starts = 0; starts < 3; starts += 1) {
      const { till, calls, stop, codes } = await setUp(mine);
      expect([till.settings.provision, till.settings.isLost]).toEqual([null, true]);
      expect(codes()).toContain('settings.missing');
      const answer = await calls.setUp({ settings: SETTINGS, managerPin: MINE });
      expect(answer).toEqual({ ok: false, error: { code: 'settings.missing' } });
      await stop();
    }
  });

  test('is set up by nobody where the first start ends behind the beginning of its trail', async () => {
    const { mine } = await carried(/^$/);
    const journal = join(mine, 'outbox-000001.journal');
    const header = { format: 99, kind: 'journal', generation: 1, after: 0, lastSequence: 0 };
    await writeFile(journal, encodeLine(`H ${JSON.stringify(header)}`));
    await expect(startTill(mine, { offer: null })).rejects.toThrow('format');
    expect(await readdir(mine)).toContain('audit-manager-000001.trail');
    await rm(journal);
    const { till } = await setUp(mine);
    expect([till.settings.provision, till.settings.isLost]).toEqual([null, true]);
  });

  test('is set up by nobody once its trail was found broken, at that start or later', async () => {
    const { mine } = await carried(/^$/);
    await writeFile(join(mine, 'audit-manager-000001.trail'), 'x');
    for (let starts = 0; starts < 2; starts += 1) {
      const { till, stop } = await setUp(mine);
      expect([till.settings.provision, till.settings.isLost]).toEqual([null, true]);
      await stop();
    }
  });
});

test('a key that lay open reads nothing of what is sealed once there is a key store, and goes', async () => {
  const folder = await freshFolder();
  const first = await startTill(folder, { offer: null, keyWrapper: plainWrapper });
  await first.stop();
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  const vault = new Vault(Buffer.from(keys[0].wrapped, 'base64'));
  // A queue of another till, with its settings, comes into the folder of whoever knows that key.
  const other = await freshFolder();
  await (await startTill(other)).stop();
  await setAsideTogether(other, Date.UTC(2026, 10, 24));
  const [aside = ''] = (await readdir(other)).filter((name) => name.startsWith('aside-'));
  await rename(join(other, aside), join(folder, aside));
  const { till, stop, lines } = await startTill(folder, { offer: null });
  expect(till.settings.provision?.brandId).toBe('brand');
  const text = await readFile(join(folder, 'settings.json'), 'utf8');
  expect(openSettings(vault, text).content?.provision ?? null).toBeNull();
  await till.rotation.goOn();
  const replaced = (await lines()).filter(({ action }) => action === 'key.replaced');
  // For the key that lay open, and for what was taken in.
  expect(replaced.map(({ reason }) => reason)).toEqual([undefined, 'first-settings']);
  await stop();
  const left = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  expect(left.keys).toHaveLength(1);
  expect((await startTill(folder, { offer: null })).codes()).toEqual(['audit.set-aside']);
});

test('a first start that was interrupted before its trail is a first start again', async () => {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: null })).stop();
  for (const name of await readdir(folder)) if (name !== 'key.json') await rm(join(folder, name));
  await rm(`${folder}.audit`);
  const { till, codes } = await startTill(folder);
  expect(codes()).toEqual([]);
  expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
});

test('a till that was started and not set up is set up at any later start', async () => {
  const folder = await freshFolder();
  for (let starts = 0; starts < 3; starts += 1) {
    const { stop, till, codes } = await startTill(folder, { offer: null });
    expect([till.settings.isLost, codes()]).toEqual([false, []]);
    await stop();
  }
  expect((await startTill(folder)).till.settings.provision?.brandId).toBe('brand');
});

test('a till whose trail has pushed out its first lines is set up by nobody where its settings are gone', async () => {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder, { offer: null });
  const slip = 'S-0001'.padEnd(2_000, ' ');
  for (let line = 0; line < 1_200; line += 1)
    await till.audit.record({ action: 'save.discarded', operatorId: null, slip });
  await stop();
  expect(await readdir(folder)).not.toContain('audit-manager-000001.trail');
  expect((await startTill(folder)).till.settings.isLost).toBe(true);
});
