import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, OPERATOR, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { pushOut } from '../testing/tills/pushOut.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { Till } from './till.ts';

/** A till that was set up; it is closed when this resolves. */
async function aFolder(): Promise<string> {
  const folder = await freshFolder();
  const { stop } = await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } });
  await stop();
  return folder;
}

describe('a PIN of before that somebody has put back, in both of its places, while its key is still there,', () => {
  const putBack = async (meanwhile: (till: Till) => Promise<void> = async () => undefined) => {
    const folder = await aFolder();
    const places = ['settings.json', 'pin.json', 'key.json'].map((name) => join(folder, name));
    const before = await Promise.all(places.map((path) => readFile(path)));
    const { till, stop } = await startTill(folder, { offer: null });
    const rewrite = till.settings.rewrite.bind(till.settings);
    till.settings.rewrite = async () => {
      // As it stood there for a moment, with both keys.
      before[2] = await readFile(join(folder, 'key.json'));
      return rewrite();
    };
    await till.settings.managerPin.set('97531');
    await till.rotation.goOn();
    await meanwhile(till);
    await stop();
    const putBoth = () => Promise.all(places.map((path, at) => writeFile(path, before[at] ?? '')));
    await putBoth();
    return { folder, putBoth };
  };

  test('is told over all starts, with one line in the audit trail, also after the settings were opened with it', async () => {
    const { folder } = await putBack();
    for (let starts = 0; starts < 3; starts += 1) {
      const { calls, codes, lines, stop } = await startTill(folder, { offer: null });
      expect(await calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
      expect(codes()).toEqual(['pin.set-back']);
      const told = (await lines()).filter(({ action }) => action === 'pin.set-back');
      expect(told).toHaveLength(1);
      await stop();
    }
  });

  test('is told also once the line of the later one was pushed out', {
    timeout: 60_000,
  }, async () => {
    const { folder } = await putBack(({ audit }) => pushOut(audit));
    for (let starts = 0; starts < 2; starts += 1) {
      const { codes, stop } = await startTill(folder, { offer: null });
      expect(codes()).toEqual(['pin.set-back']);
      await stop();
    }
  });

  test('is told no more once a PIN was set, and told again when it comes back once more', async () => {
    const { folder, putBoth } = await putBack();
    const first = await startTill(folder, { offer: null });
    await first.till.settings.managerPin.set('86420');
    await first.till.rotation.goOn();
    expect(first.codes()).toEqual([]);
    await first.stop();
    await putBoth();
    const second = await startTill(folder, { offer: null });
    expect(second.codes()).toEqual(['pin.set-back']);
    await second.stop();
  });

  test('does not come before a PIN that was set after both places had gone', async () => {
    const folder = await aFolder();
    const kept = join(folder, 'pin.json');
    const setPin = async (pin: string) => {
      const { till, stop } = await startTill(folder, { offer: null });
      await till.settings.managerPin.set(pin);
      await stop();
    };
    await setPin('11223');
    await setPin('33221');
    const old = await readFile(kept);
    for (const name of ['settings.json', 'pin.json']) await rm(join(folder, name));
    const offer = { provision: { ...PROVISION, managerPin: '97531' }, isTrusted: true };
    await (await startTill(folder, { offer })).stop();
    await writeFile(kept, old);
    const { till } = await startTill(folder, { offer: null });
    expect(await till.settings.managerPin.verify('97531')).toBe('ok');
  });
});

describe('who knows the PIN of before, and has kept a copy of the folder,', () => {
  /** A till whose PIN was changed after somebody had copied its folder, and the copy. */
  const copied = async () => {
    const folder = await aFolder();
    const mine = `${folder}-mine`;
    await cp(folder, mine, { recursive: true });
    await cp(`${folder}.audit`, `${mine}.audit`);
    const { till, stop } = await startTill(folder, { offer: null });
    await till.settings.managerPin.set('97531');
    await till.rotation.goOn();
    await stop();
    return { folder, mine };
  };

  test.each([
    ['the window', ({ managerPin }: SettingsStore) => managerPin.set('97531')],
    [
      'a file',
      (store: SettingsStore) => store.provisionWith({ ...PROVISION, managerPin: '97531' }),
    ],
  ])(
    'finds that PIN under the new key at no moment: by %s, all is sealed anew once the other one is stored',
    async (_, change) => {
      const { till } = await startTill(await aFolder(), { offer: null });
      const { settings, rotation } = till;
      const sealed: (number | undefined)[] = [];
      const rewrite = settings.rewrite.bind(settings);
      settings.rewrite = () => {
        sealed.push(settings.managerPin.record?.revision);
        return rewrite();
      };
      await change(settings);
      await rotation.goOn();
      expect(sealed.filter((revision) => revision !== 2)).toEqual([]);
      expect(rotation.isOldKeyNeeded).toBe(false);
    },
  );

  /** Settings and PIN in the copy, changed until they are later than any of the till's. */
  const forge = async (mine: string) => {
    const { till, stop } = await startTill(mine, { offer: null });
    const { provision } = till.settings;
    if (provision === null) throw new Error('the copy is not set up');
    for (let times = 0; times < 5; times += 1) {
      const gateway = { ...provision.gateway, url: 'https://evil.example.com/rest' };
      await till.settings.provisionWith({ ...provision, shopId: `s${times}`, gateway });
      await till.settings.managerPin.set('135791');
    }
    await stop();
  };

  test.each([
    ['settings and PIN', /^(settings|pin)\.json$/],
    ['settings, PIN and trail', /^(settings\.json|pin\.json|audit-.*\.trail|audit\.head)$/],
  ])(
    'opens nothing with %s out of it, as they were or as he has changed them',
    async (_, names) => {
      const { folder, mine } = await copied();
      const carry = async () => {
        for (const name of (await readdir(mine)).filter((one) => names.test(one)))
          await cp(join(mine, name), join(folder, name));
        const { calls, till, stop } = await startTill(folder, { offer: null });
        for (const pin of [PIN, '135791'])
          expect(await calls.getSettings({ pin })).toMatchObject({ ok: false });
        expect(till.settings.provision).toBeNull();
        await stop();
      };
      await carry();
      await forge(mine);
      await carry();
    },
  );

  test('reads nothing of what was saved since with the key out of it as well, and all of it is there with the key of now', async () => {
    const { folder, mine } = await copied();
    const { till, stop } = await startTill(folder, { offer: null });
    const saved = await till.outbox.intake.enqueue({
      requestId: '7'.repeat(32),
      origin: { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR },
      member: { mobile: '13800138000' },
      app: null,
      correctionOf: null,
      consent: null,
    });
    expect(saved.ok).toBe(true);
    await stop();
    const names = ['key.json', 'settings.json', 'pin.json'];
    const own = await Promise.all(names.map((name) => readFile(join(folder, name))));
    for (const name of names) await cp(join(mine, name), join(folder, name));
    const bodies = async () => {
      const { till: again, stop: end } = await startTill(folder, { offer: null });
      const found = again.outbox.saves
        .unfinished()
        .map((save) => again.outbox.contents.openBody(save) !== null);
      await end();
      return found;
    };
    expect(await bodies()).toEqual([false]);
    for (const [at, name] of names.entries()) await writeFile(join(folder, name), own[at] ?? '');
    expect(await bodies()).toEqual([true]);
  });

  const NOW = 'aside-2026-11-26T05-00-00-000Z';
  const ID = '7'.repeat(32);
  /** All that a folder has, as the till sets it aside. */
  const setAside = async (from: string, to: string) => {
    await cp(from, to, { recursive: true });
    await cp(`${from}.audit`, join(to, 'audit.head'));
  };
  const saveOne = async (folder: string) => {
    const { till, stop } = await startTill(folder, { offer: null });
    const saved = await till.outbox.intake.enqueue({
      requestId: ID,
      origin: { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR },
      member: { mobile: '13800138000' },
      app: 'https://gw.example.com 1',
      correctionOf: null,
      consent: { at: 1, noticeVersion: '1', operatorId: OPERATOR, marketing: false },
    });
    expect(saved.ok).toBe(true);
    await stop();
  };
  const withoutPin = async (folder: string) => {
    await rm(join(folder, 'pin.json'));
    const path = join(folder, 'settings.json');
    const settings = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...settings, sealedPin: null }));
  };
  const onlyKeyAndSettings = async (folder: string) => {
    for (const name of await readdir(folder))
      if (/^(?:audit|outbox)/.test(name)) await rm(join(folder, name));
  };

  test.each([
    ['as they are', async () => {}],
    ['without their PIN', withoutPin],
  ])(
    'reads nothing of what was saved since with the files of now set aside in it, %s',
    async (_, change) => {
      const { folder, mine } = await copied();
      await saveOne(folder);
      await setAside(folder, join(mine, NOW));
      await change(join(mine, NOW));
      const first = await startTill(mine, { offer: null });
      expect(await first.till.settings.managerPin.verify(PIN)).toBe('ok');
      // Another PIN of his own makes it no other till.
      await first.till.settings.managerPin.set('135791');
      expect(first.codes()).toContain('store.other-secret');
      await first.stop();
      const { till } = await startTill(mine, { offer: null });
      expect(till.outbox.saves.find(ID)).toBeUndefined();
    },
  );

  test.each([
    ['whole', async () => {}],
    ['without trail and queue', onlyKeyAndSettings],
  ])(
    'reads nothing of it with the copy as the folder that is taken in first, %s',
    async (_, change) => {
      const { folder, mine } = await copied();
      await saveOne(folder);
      const old = join(folder, 'aside-2026-11-20T05-00-00-000Z');
      await setAside(mine, old);
      await change(old);
      await mkdir(join(folder, `${NOW}.moving`));
      const { till } = await startTill(folder, { offer: null });
      const found = till.outbox.saves.find(ID);
      expect(found !== undefined && (await till.settings.managerPin.verify(PIN)) === 'ok').toBe(
        false,
      );
    },
  );
});

test('a PIN that is gone from both of its places is told as gone, not as an earlier one', async () => {
  const folder = await freshFolder();
  const { managerPin: _, ...silent } = PROVISION;
  await (await startTill(folder, { offer: { provision: silent, isTrusted: false } })).stop();
  // The first PIN has brought another key: that of then comes back with them.
  const places = ['settings.json', 'key.json'].map((name) => join(folder, name));
  const without = await Promise.all(places.map((path) => readFile(path)));
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: true } })).stop();
  await Promise.all(places.map((path, at) => writeFile(path, without[at] ?? '')));
  await rm(join(folder, 'pin.json'));
  for (let starts = 0; starts < 2; starts += 1) {
    const { codes, stop } = await startTill(folder, { offer: null });
    expect(codes()).toContain('pin.missing');
    expect(codes()).not.toContain('pin.set-back');
    await stop();
  }
  const offer = { provision: PROVISION, isTrusted: true };
  expect((await startTill(folder, { offer })).codes()).not.toContain('pin.missing');
});
