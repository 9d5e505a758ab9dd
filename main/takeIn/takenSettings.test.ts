import { cpSync, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SET_UP, save, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { aLostQueue, statesOf } from '../../testing/tills/lostQueue.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

describe('a queue whose key opens again', () => {
  test('brings settings and PIN along where the till has none yet', async () => {
    const { start, store } = await aLostQueue();
    const between = await start();
    expect(between.till.settings.provision).toBeNull();
    await between.stop();
    store.isClosed = false;
    const { till, stop } = await start();
    expect(till.settings.provision?.brandId).toBe(PROVISION.brandId);
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
    await stop();
    const next = await start();
    expect(next.till.settings).toMatchObject({ isLost: false, provision: { brandId: 'brand' } });
    expect(next.codes()).toEqual(['queue.taken-in', 'audit.set-aside']);
  });

  test('brings them along after a crash at any moment of that as well', async () => {
    const { folder, store, start, bodies } = await aLostQueue();
    await (await start()).stop();
    store.isClosed = false;
    const outside = await freshFolder();
    const crashes: string[] = [];
    const crash = () => {
      const at = join(outside, String(crashes.length), 'data');
      cpSync(folder, at, { recursive: true });
      for (const end of ['audit', 'mark'])
        if (existsSync(`${folder}.${end}`)) cpSync(`${folder}.${end}`, `${at}.${end}`);
      crashes.push(at);
    };
    // After every change of a save and of the trail that has come to the disk.
    await (await start({ onChanged: crash })).stop();
    expect(crashes.length).toBeGreaterThan(2);
    for (const crashed of crashes) {
      const { till, stop } = await startTill(crashed, { offer: null });
      expect([till.settings.isLost, till.settings.provision?.brandId]).toEqual([false, 'brand']);
      expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
      expect([...till.outbox.saves.values()].map(({ requestId }) => requestId).sort()).toEqual(
        [...bodies.keys()].sort(),
      );
      await stop();
    }
  });

  test.each([
    ['another app secret', { appSecret: 'of somebody' }, {}],
    ['another app key', { appKey: '2' }, {}],
    ['no settings of its own in it', {}, { without: 'settings.json' }],
  ])(
    'waits while the till has settings, and %s: the PIN of now sends it nowhere',
    async (_, gateway, folderOf) => {
      const { start, store, aside } = await aLostQueue();
      const { without } = { without: '', ...folderOf };
      if (without !== '') await rm(join(aside, without));
      const url = 'https://another.example.com/rest';
      const other = { ...PROVISION.gateway, url, ...gateway };
      const provision = { ...PROVISION, gateway: other, managerPin: '1111' };
      await (await start({ offer: { provision, isTrusted: false } })).stop();
      store.isClosed = false;
      const { till, stop } = await start();
      expect([...till.outbox.saves.values()]).toEqual([]);
      expect(till.warnings).toContainEqual({
        code: 'store.other-secret',
        detail: '3 · 2026-11-24',
      });
      if (without !== '') return;
      await till.settings.provisionWith({
        ...PROVISION,
        gateway: { ...other, ...PROVISION.gateway },
      });
      await stop();
      expect(statesOf((await start()).till)).toMatchObject({
        1: 'pending',
        3: 'held',
        4: 'pending',
      });
    },
  );

  test.each([
    ['whose trail tells of later settings', ''],
    ['whose trail is gone', '.trail'],
  ])(
    'gives no earlier settings to a till that has none, nor forgets wrong PINs: %s',
    async (_, without) => {
      const { folder, till, start } = await tillOfLostKey();
      await save(till.till, 1);
      const early = await readFile(join(folder, 'settings.json'));
      const { settings, provisioning } = till.till;
      const gateway = { ...PROVISION.gateway, url: 'https://another.example.com/rest' };
      await provisioning.offer({ provision: { ...PROVISION, gateway }, isTrusted: true });
      expect(settings.revision).toBe(2);
      await till.stop();
      await writeFile(join(folder, 'settings.json'), early);
      const moving = join(folder, 'aside-2026-11-24T00-00-00-000Z.moving');
      await mkdir(moving);
      if (without !== '')
        for (const name of await readdir(folder))
          if (name.endsWith(without)) await rm(join(folder, name));
      const next = await start();
      expect(next.till.settings.provision).toBeNull();
      expect(next.codes()).toEqual(['store.other-secret']);
    },
  );

  test('brings the wrong tries along that its trail has counted', async () => {
    const { folder, till, start } = await tillOfLostKey();
    const early = await readFile(join(folder, 'settings.json'));
    for (let tries = 0; tries < 5; tries += 1) await till.till.settings.managerPin.verify('0000');
    await till.stop();
    await writeFile(join(folder, 'settings.json'), early);
    await mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));
    const next = await start();
    expect(await next.till.settings.managerPin.verify(PIN)).toBe('pin.locked');
  });

  test('waits while the till’s own settings are gone', async () => {
    const { start, store, folder } = await aLostQueue();
    await (await start({ offer: SET_UP })).stop();
    await rm(join(folder, 'settings.json'));
    store.isClosed = false;
    const { till } = await start();
    expect([...till.outbox.saves.values()]).toEqual([]);
    expect(till.warnings).toContainEqual({ code: 'store.other-secret', detail: '3 · 2026-11-24' });
  });
});
