import { cpSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

let failures = 0;
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  return {
    ...real,
    // The file has its name, and the disk refuses to flush the folder.
    replaceFile: async (path: string, text: string) => {
      await real.replaceFile(path, text);
      if (!path.endsWith('settings.json') || failures === 0) return;
      failures -= 1;
      throw Object.assign(new Error('not flushed'), { code: 'EIO' });
    },
  };
});

test('settings whose folder the disk did not flush are refused, and not there after a restart', async () => {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  const { managerPin: _, ...provision } = PROVISION;
  const gateway = { ...PROVISION.gateway, url: 'https://other.example.com/rest' };
  failures = 1;
  await expect(till.settings.provisionWith({ ...provision, gateway })).rejects.toThrow(
    'not flushed',
  );
  await stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.settings.provision?.gateway.url).toBe(PROVISION.gateway.url);
});

test('nor does a PIN hold after a restart whose folder the disk did not flush', async () => {
  const folder = await freshFolder();
  const { till } = await startTill(folder);
  failures = 1;
  await expect(till.settings.managerPin.set('97531')).rejects.toThrow('not flushed');
  // As after a power cut now: a moment later the new key has everything written again.
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const again = await startTill(copy, { offer: null });
  expect(await again.till.settings.managerPin.is(PIN)).toBe(true);
});
