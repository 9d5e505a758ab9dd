import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasDisplay, openOwnDisplay } from './display.ts';
import { assembleRegistryElectron, hasRegistryElectron } from './electron/registryElectron.ts';
import { ensurePrerequisites } from './prerequisites.ts';

const socketOf = (name = '') => `/tmp/.X11-unix/X${name.slice(1)}`;

describe.skipIf(!hasRegistryElectron())('a screen of our own', () => {
  beforeAll(async () => {
    ensurePrerequisites('test', (await assembleRegistryElectron()).path);
  }, 600_000);

  test('is ready when it is handed over, and gone when it is closed', async () => {
    const display = await openOwnDisplay();
    expect(display.own).toBe(true);
    expect(existsSync(socketOf(display.name))).toBe(true);
    await display.close();
    expect(existsSync(socketOf(display.name))).toBe(false);
  });

  test('is never the one of somebody else, even when several open at once', async () => {
    const displays = await Promise.all([1, 2, 3].map(() => openOwnDisplay()));
    expect(new Set(displays.map(({ name }) => name)).size).toBe(3);
    await Promise.all(displays.map((display) => display.close()));
  });
});

test.runIf(process.platform === 'linux')('on Linux, DISPLAY says whether there is one', () => {
  expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay({ DISPLAY: '' })).toBe(false);
  expect(hasDisplay({})).toBe(false);
});
