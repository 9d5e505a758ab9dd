import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import { PinFile } from '../settings/pinFile.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';

const SET_UP = { provision: PROVISION, isTrusted: false };
const THEIRS = 'https://evil.example.com/rest';

/** Settings, PIN and trail, with what vouches for them. */
const CARRIED = /^(settings\.json|pin\.json|audit-.*\.trail)$/;

/** Somebody is erased, and what has the name of a file of the store keeps that from its end. */
async function unfinishedErasing(folder: string, { person }: Till): Promise<void> {
  await mkdir(join(folder, 'outbox-copy'));
  await person.erasure.erase(() => ({ saves: [], keys: ['nobody'] }), 'one');
}

const HINDRANCES: [string, (folder: string, till: Till) => Promise<unknown>][] = [
  ['nothing there', async () => undefined],
  ['an erasing that cannot be finished', unfinishedErasing],
  ['a folder in the place of the draft', (folder) => mkdir(join(folder, 'draft.json'))],
  ['a link in the place of the draft', (folder) => symlink('x', join(folder, 'draft.json'))],
  ['a folder in the place of the words', (folder) => mkdir(join(folder, 'words.json'))],
  [
    'a folder in the second place of the PIN',
    async (folder) => {
      await rm(join(folder, 'pin.json'));
      await mkdir(join(folder, 'pin.json', 'more'), { recursive: true });
    },
  ],
  [
    'a file in the second place of the PIN that the system lets nobody replace',
    async () => {
      const refusal = Object.assign(new Error('EPERM'), { code: 'EPERM' });
      const write = vi.spyOn(PinFile.prototype, 'write').mockRejectedValue(refusal);
      onTestFinished(() => write.mockRestore());
    },
  ],
];

test.runIf(process.platform !== 'win32').each(HINDRANCES)(
  'who knows the PIN of before, and puts %s, opens nothing with settings that he has made on a copy',
  async (_, hinder) => {
    const folder = await freshFolder();
    await (await startTill(folder, { offer: SET_UP })).stop();
    const mine = `${folder}-mine`;
    await cp(folder, mine, { recursive: true });
    await cp(`${folder}.audit`, `${mine}.audit`);
    const copy = await startTill(mine, { offer: null });
    for (let times = 0; times < 5; times += 1) {
      const gateway = { ...PROVISION.gateway, url: THEIRS };
      const { managerPin: __, ...others } = PROVISION;
      await copy.till.settings.provisionWith({ ...others, shopId: `s${times}`, gateway });
    }
    await copy.stop();

    const { till, stop } = await startTill(folder, { offer: null });
    await hinder(folder, till);
    await till.settings.managerPin.set('97531');
    await till.rotation.goOn();
    await stop();
    const kept = await readFile(join(folder, 'key.json'), 'utf8');
    expect(kept).not.toMatch(/"opens":"all".*"opens":"all"/);
    for (const name of (await readdir(mine)).filter((one) => CARRIED.test(one))) {
      await rm(join(folder, name), { recursive: true, force: true });
      await cp(join(mine, name), join(folder, name));
    }
    await cp(`${mine}.audit`, `${folder}.audit`);

    const next = await startTill(folder, { offer: null });
    expect(next.till.settings.lastProvision?.gateway.url).not.toBe(THEIRS);
    expect(await next.calls.getSettings({ pin: PIN })).not.toMatchObject({ ok: true });
  },
);

test('what is unfinished of an erasing is finished under a later key, also over starts', async () => {
  const folder = await freshFolder();
  const first = await startTill(folder, { offer: SET_UP });
  await unfinishedErasing(folder, first.till);
  await first.till.settings.managerPin.set('97531');
  await first.till.rotation.goOn();
  expect(first.codes()).toContain('store.erasure-left');
  await first.stop();
  const second = await startTill(folder, { offer: null });
  expect(second.codes()).toContain('store.erasure-left');
  await rm(join(folder, 'outbox-copy'), { recursive: true });
  await second.till.person.erasure.goOn();
  await second.till.rotation.goOn();
  expect([second.codes(), second.till.rotation.isOldKeyNeeded]).toEqual([[], false]);
});

test('an erasing that was written down under a former key alone is read with it as with the present one', () => {
  const [former, present] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const sealed = new Vault(former).seal('unfinished', 'erasure');
  expect(new Vault(present, [], null, [former]).open(sealed, 'erasure')).toBe('unfinished');
});
