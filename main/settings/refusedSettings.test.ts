import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

let refusals = 0;
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  return {
    ...real,
    // As a virus scanner does: one replacement is refused for longer than the patience, the next one passes.
    replaceFile: async (path: string, text: string) => {
      if (path.endsWith('settings.json') && refusals > 0) {
        refusals -= 1;
        await pause(50);
        throw Object.assign(new Error('held'), { code: 'EPERM' });
      }
      return real.replaceFile(path, text);
    },
  };
});

const { url } = PROVISION.gateway;

test('settings that the disk refused are not there after a restart, whatever else was written at that moment', async () => {
  const folder = await freshFolder();
  const { calls, till, stop } = await startTill(folder);
  const { operators } = PROVISION;
  const gateway = {
    url: 'https://other.example.com/rest',
    appKey: '2',
    appSecret: 'x',
    session: '',
    signMethod: 'md5' as const,
  };
  const settings = { gateway, brandId: 'other', shopId: 'shop', operators, locale: 'en' as const };
  refusals = 1;
  const saving = calls.saveSettings({ pin: PIN, settings });
  await new Promise<void>((resolve) => till.settings.onChanged(resolve));
  await pause(10);
  const sound = calls.setSound({ isOn: false });
  expect(await saving).toMatchObject({ ok: false });
  expect(await sound).toMatchObject({ ok: true });
  expect(till.settings.provision?.gateway.url).toBe(url);
  await stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.settings.provision?.gateway.url).toBe(url);
  expect(again.till.settings.isSoundOn).toBe(false);
});
