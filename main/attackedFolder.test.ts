import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Provision } from '../app/settings/provision.ts';
import type { SettingsInput } from '../app/settings/settingsInput.ts';
import { freshFolder, OPERATOR, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { realDisk } from './disk/realDisk.ts';
import { packQueue } from './outbox/packQueue.ts';
import { takeOverQueue } from './outbox/takeOverQueue.ts';

const ATTACKERS = { url: 'https://attacker.example/rest', appKey: '2', appSecret: 'other' };
const OTHERS: SettingsInput = {
  gateway: { ...ATTACKERS, session: '', signMethod: 'md5' },
  brandId: 'brand',
  shopId: 'shop',
  operators: PROVISION.operators,
  locale: 'en',
};
const offerOf = (parts: Partial<Provision>) => {
  const { managerPin: _, ...provision } = PROVISION;
  return { provision: { ...provision, ...parts }, isTrusted: false };
};
const wrong = { ok: false, error: { code: 'pin.wrong' } };

/** A till that was set up, with one save that waits; it is closed when this resolves. */
async function aFolder(provision: Provision = PROVISION): Promise<string> {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder, { offer: { provision, isTrusted: false } });
  const saved = await till.outbox.intake.enqueue({
    requestId: 'a'.repeat(32),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR },
    member: { mobile: '13800138000' },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: null,
  });
  expect(saved.ok).toBe(true);
  await stop();
  return folder;
}

describe('a till whose settings somebody has deleted', () => {
  test('says so in the window and in the audit trail, once over all starts, and keeps its queue', async () => {
    const folder = await aFolder();
    await rm(join(folder, 'settings.json'));
    for (let starts = 0; starts < 3; starts += 1) {
      const { till, codes, lines, stop } = await startTill(folder, { offer: null });
      expect(codes()).toEqual(['settings.missing']);
      expect(till.outbox.saves.counts.pending + till.outbox.saves.counts.held).toBe(1);
      const told = (await lines()).filter(({ action }) => action === 'settings.missing');
      expect(told).toHaveLength(1);
      await stop();
    }
  });

  test('is not set up anew without the PIN of before, by hand or by a file, nor probes a host', async () => {
    const folder = await aFolder();
    await rm(join(folder, 'settings.json'));
    const offer = offerOf({ gateway: ATTACKERS });
    const { calls, till, codes } = await startTill(folder, { offer });
    expect(till.settings.provision).toBeNull();
    expect(await calls.setUp({ settings: OTHERS, managerPin: '1111' })).toMatchObject(wrong);
    expect(await calls.testConnection({ pin: '1111', gateway: OTHERS.gateway })).toMatchObject(
      wrong,
    );
    expect(await till.provisioning.offer(offerOf({ managerPin: '2222' }))).toBe('asks');
    expect(till.settings.provision).toBeNull();
    expect(codes()).toEqual(['settings.missing']);
    expect(await calls.setUp({ settings: OTHERS, managerPin: PIN })).toMatchObject({ ok: true });
    expect(till.settings.provision?.gateway.url).toBe(ATTACKERS.url);
    expect(codes(), 'they are missing no more').toEqual([]);
  });

  test('takes nothing but an administrator’s file where the PIN in the second place is deleted as well', async () => {
    const folder = await aFolder();
    for (const name of ['settings.json', 'pin.json']) await rm(join(folder, name));
    const { calls, till } = await startTill(folder, { offer: null });
    const missing = { ok: false, error: { code: 'settings.missing' } };
    expect(await calls.setUp({ settings: OTHERS, managerPin: '1111' })).toEqual(missing);
    expect(await till.provisioning.offer(offerOf({}))).toBe('refused');
    const trusted = { ...offerOf({}), isTrusted: true };
    expect(await till.provisioning.offer(trusted)).toBe('taken-over');
    expect(till.settings.isLost).toBe(false);
  });

  test('is known for one by its audit trail alone, and by its queue alone', async () => {
    const byTrail = await freshFolder();
    await (await startTill(byTrail)).stop();
    const byQueue = await aFolder();
    await rm(`${byQueue}.audit`);
    for (const folder of [byTrail, byQueue]) {
      for (const name of await readdir(folder)) {
        const isTrail = name.startsWith('audit');
        const isOther = name === 'settings.json' || name === 'pin.json';
        if (isOther || (folder === byQueue && isTrail)) await rm(join(folder, name));
      }
      const { till } = await startTill(folder, { offer: null });
      expect(till.settings.isLost).toBe(true);
    }
  });

  test('is not one that has only taken a queue from another till', async () => {
    const other = await startTill(await aFolder());
    const { queue } = packQueue(other.till.outbox);
    const folder = await freshFolder();
    const first = await startTill(folder, { offer: null });
    expect(await takeOverQueue(first.till.outbox, queue)).toMatchObject({ ok: true, taken: 1 });
    await first.stop();
    const { till, codes } = await startTill(folder, { offer: null });
    expect([till.outbox.saves.counts.pending + till.outbox.saves.counts.held, codes()]).toEqual([
      1,
      [],
    ]);
    expect(till.settings.isLost).toBe(false);
  });
});

describe('wrong tries of the PIN', () => {
  const tries = async (folder: string, times: number) => {
    const { calls, stop } = await startTill(folder, { offer: null });
    let code = '';
    for (let tried = 0; tried < times; tried += 1) {
      const reply = await calls.getSettings({ pin: '0000' });
      code = reply.ok ? '' : reply.error.code;
    }
    await stop();
    return code;
  };

  test('are not forgotten with an earlier settings.json, nor with an earlier trail', async () => {
    for (const name of ['settings.json', 'audit-manager-000001.trail']) {
      const folder = await aFolder();
      const copy = join(dirname(folder), 'copy');
      await copyFile(join(folder, name), copy);
      expect(await tries(folder, 4)).toBe('pin.wrong');
      await copyFile(copy, join(folder, name));
      expect(await tries(folder, 1)).toBe('pin.locked');
      const { lines } = await startTill(folder, { offer: null });
      expect((await lines()).at(-1)).toMatchObject({
        action: expect.stringMatching(/^(pin|trail|settings\.unsure|erasing\.lost)/),
      });
    }
  });

  test('are as many as lock, and it is told, where the trail is gone with all that tells of it but an earlier settings.json', async () => {
    const folder = await aFolder();
    const settings = await readFile(join(folder, 'settings.json'));
    expect(await tries(folder, 4)).toBe('pin.wrong');
    for (const name of await readdir(folder))
      if (name.startsWith('audit') || name === 'pin.json') await rm(join(folder, name));
    await rm(`${folder}.audit`);
    await writeFile(join(folder, 'settings.json'), settings);
    const { codes, till, stop } = await startTill(folder, { offer: null });
    expect(codes()).toEqual(['settings.unsure', 'audit.broken', 'store.erasure-lost']);
    expect(till.settings.managerPin.lockedFor).toBe(30_000);
    await stop();
  });

  test('are as many as lock where the trail was put out of reach before them', async () => {
    const folder = await aFolder();
    await rm(`${folder}.audit`);
    expect(await tries(folder, 1)).toBe('pin.locked');
  });
});

describe('a trail that cannot be written', () => {
  test('refuses what needs a line, and lets the settings be repaired, which is owed and shown', async () => {
    const folder = await aFolder();
    const { open } = realDisk;
    realDisk.open = (path, mode) =>
      path.includes('audit')
        ? Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS' }))
        : open(path, mode);
    try {
      const { calls, clock, codes, till } = await startTill(folder, { offer: null });
      expect(codes()).toEqual(['audit.refused']);
      const choice = { requestId: 'a'.repeat(32), operatorId: OPERATOR };
      const refused = { ok: false, error: { code: 'audit.refused' } };
      expect(await calls.readForCorrection(choice)).toEqual(refused);
      await clock.pass(60_000);
      expect(await calls.discardSave({ ...choice, pin: PIN, reason: 'test' })).toEqual(refused);
      expect(await calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
      const settings = { ...OTHERS, gateway: { ...OTHERS.gateway, url: 'https://right.example/' } };
      expect(
        await calls.saveSettings({ pin: PIN, settings, revision: till.settings.changes }),
      ).toMatchObject({ ok: true });
      expect(codes()).toEqual(['audit.refused', 'audit.owed']);
    } finally {
      realDisk.open = open;
    }
  });
});

test('a key that is deleted is damage: the till stays closed, and nothing of it is touched', async () => {
  const folder = await aFolder();
  await rm(join(folder, 'key.json'));
  const names = await readdir(folder);
  const closed = { code: 'KEY_CLOSED', problem: 'gone' };
  await expect(startTill(folder, { offer: null })).rejects.toMatchObject(closed);
  expect(await readdir(folder)).toEqual(names);
});

test.skipIf(process.platform === 'win32')(
  'a link in the place of the mark, the head, the trail or the queue is told and not followed (not on Windows: only administrators make links)',
  async () => {
    const folder = await aFolder();
    const elsewhere = join(dirname(folder), 'elsewhere');
    await writeFile(elsewhere, 'mine');
    const places = [
      `${folder}.mark`,
      `${folder}.audit`,
      join(folder, 'audit-cashier-000001.trail'),
      join(folder, 'outbox-000001.journal'),
    ];
    for (const path of places) {
      await rm(path, { force: true });
      await symlink(elsewhere, path);
    }
    const { codes, till, stop } = await startTill(folder);
    expect(codes().filter((code) => code === 'store.set-aside')).toHaveLength(4);
    await till.audit.record({ action: 'save.read', operatorId: OPERATOR, slip: 'S-0001' });
    await stop();
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
  },
);

test('a taking over by somebody’s word is a line, and a warning until the manager has looked', async () => {
  const folder = await aFolder();
  const trusted = { ...offerOf({ brandId: 'brand 2' }), isTrusted: true };
  await (await startTill(folder, { offer: trusted })).stop();
  const { calls, codes, lines } = await startTill(folder, { offer: null });
  expect(codes()).toEqual(['provision.taken-over']);
  expect((await lines()).at(-1)).toMatchObject({ action: 'provision.taken-over', reason: 'brand' });
  expect(await calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
  expect(codes()).toEqual([]);
});

test('a till that nobody has touched has nothing to tell at any start', async () => {
  const folder = await aFolder();
  for (let starts = 0; starts < 3; starts += 1) {
    const { codes, stop } = await startTill(folder);
    expect(codes()).toEqual([]);
    await stop();
  }
  await mkdir(join(folder, 'logs'));
  expect((await readdir(folder)).filter((name) => name.includes('unreadable'))).toEqual([]);
});
