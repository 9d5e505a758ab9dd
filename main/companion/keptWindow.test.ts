import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { KeptWindow, WINDOW_FILE } from './keptWindow.ts';

const PLACE = { bounds: { x: -5, y: 0, width: 420, height: 900 }, isMaximized: true };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-window-'));
});

async function open(isOurs = true): Promise<KeptWindow> {
  const kept = new KeptWindow(folder, () => isOurs);
  await kept.read();
  return kept;
}

test('what was kept is there at the next start', async () => {
  const kept = await open();
  kept.keep({ place: PLACE });
  kept.keep({ hasSaidTray: true });
  kept.keep({ startsAtSignIn: true });
  await kept.settled();
  const next = await open();
  expect([next.place, next.hasSaidTray, next.startsAtSignIn]).toEqual([PLACE, true, true]);
});

test.each([
  ['no file', null],
  ['half a file', '{"place":{"bounds":'],
  [
    'a place beyond every screen',
    JSON.stringify({
      place: { ...PLACE, bounds: { ...PLACE.bounds, x: 1e9 } },
      hasSaidTray: true,
      startsAtSignIn: true,
      touchKeyboard: false,
    }),
  ],
  ['something else', '[]'],
])('%s costs the place and nothing else', async (_name, text) => {
  if (text !== null) await writeFile(join(folder, WINDOW_FILE), text);
  const kept = await open();
  expect([kept.place, kept.hasSaidTray]).toEqual([null, false]);
  kept.keep({ place: PLACE });
  await kept.settled();
  expect((await open()).place).toEqual(PLACE);
});

test('a file of any length costs the place and nothing else', async () => {
  await writeFile(join(folder, WINDOW_FILE), '');
  await truncate(join(folder, WINDOW_FILE), 600 * 1024 * 1024);
  const kept = await open();
  kept.keep({ place: PLACE });
  await kept.settled();
  expect((await open()).place).toEqual(PLACE);
});

test('a folder that belongs to another program is not written to', async () => {
  const kept = await open(false);
  kept.keep({ place: PLACE });
  await kept.settled();
  await expect(readFile(join(folder, WINDOW_FILE))).rejects.toThrow('ENOENT');
});

test('a folder that takes nothing ends nothing', async () => {
  const kept = new KeptWindow(join(folder, 'not-there'), () => true);
  await kept.read();
  kept.keep({ place: PLACE });
  await kept.settled();
  expect(kept.place).toEqual(PLACE);
});
