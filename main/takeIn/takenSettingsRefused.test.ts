import { expect, test, vi } from 'vitest';
import { aLostQueue, statesOf } from '../../testing/tills/lostQueue.ts';
import { PIN, PROVISION } from '../../testing/tills/openedTill.ts';

const disk = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  return {
    ...real,
    replaceFile: async (path: string, text: string) => {
      if (path.endsWith('settings.json') && disk.refusals > 0) {
        disk.refusals -= 1;
        throw Object.assign(new Error('held'), { code: 'EPERM' });
      }
      return real.replaceFile(path, text);
    },
  };
});

/** A till whose disk refuses so many writes of the settings that come along with a queue whose key opens again. */
async function tillOfRefusedSettings(refusals: number) {
  const made = await aLostQueue();
  await (await made.start()).stop();
  made.store.isClosed = false;
  disk.refusals = refusals;
  const opened = await made.start();
  disk.refusals = 0;
  expect(opened.till.settings.provision).toBeNull();
  return { ...made, opened };
}

test.each([1, 2])(
  'a till is set up on its screen where the disk refused the settings that came along (%i writes), with a PIN of its own',
  async (refusals) => {
    const { opened } = await tillOfRefusedSettings(refusals);
    const { settings } = opened.till;
    expect(settings.managerPin.isSet).toBe(false);
    const before = settings.tillId;
    expect(await settings.setUp(PROVISION, '862471')).toBeNull();
    expect(await settings.managerPin.verify('862471')).toBe('ok');
    expect(settings.tillId).toBe(before);
  },
);

test.each([1, 2])(
  'settings that came along, and that the disk refused (%i writes), come at the next start',
  async (refusals) => {
    const { opened, start } = await tillOfRefusedSettings(refusals);
    await opened.stop();
    const { till } = await start();
    expect(till.settings).toMatchObject({ isLost: false, provision: { brandId: 'brand' } });
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
    expect(statesOf(till)).toMatchObject({ 1: 'pending', 3: 'held' });
  },
);
