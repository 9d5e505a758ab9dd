import { mkdir, mkdtemp, readFile, rmdir, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { replaceFile } from '../files/durableFile.ts';
import { KeptWindow, WINDOW_FILE } from './keptWindow.ts';

const PLACE = { bounds: { x: -5, y: 0, width: 420, height: 900 }, isMaximized: true };

let folder: string;
let clock: VirtualClock;
beforeEach(async () => {
  clock = new VirtualClock();
  folder = await mkdtemp(join(tmpdir(), 'tillside-window-'));
});

async function open(mayWrite = async () => true, replace = replaceFile): Promise<KeptWindow> {
  const kept = new KeptWindow({ folder, clock, mayWrite, replace });
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

test('a file that is there and cannot be read keeps the screen locked: nobody knows that it was not', async () => {
  expect((await open()).isLocked).toBe(false);
  await mkdir(join(folder, WINDOW_FILE));
  expect((await open()).isLocked).toBe(true);
});

test.each([
  ['half a file', '{"isLocked":'],
  ['nothing in it', ''],
  ['a list', '[]'],
  ['a word that is none', '{"isLocked":"no"}'],
  ['a lock beside a place that no window has', '{"place":{"bounds":0},"isLocked":true}'],
])(
  'a file of which nobody can tell whether the screen was locked keeps it locked: %s',
  async (_name, text) => {
    await writeFile(join(folder, WINDOW_FILE), text);
    const kept = await open();
    expect(kept.isLocked).toBe(true);
    kept.keep({ isLocked: false });
    await kept.settled();
    expect((await open()).isLocked).toBe(false);
  },
);

test.each([
  ['of an earlier version', '{"place":null}'],
  ['beside a place that no window has', '{"place":{"bounds":0},"isLocked":false}'],
])('a screen that was not locked is open, whatever else the file says: %s', async (_name, text) => {
  await writeFile(join(folder, WINDOW_FILE), text);
  expect((await open()).isLocked).toBe(false);
});

test('a folder that belongs to another program is not written to', async () => {
  const kept = await open(async () => false);
  kept.keep({ place: PLACE });
  await kept.settled();
  await expect(readFile(join(folder, WINDOW_FILE))).rejects.toThrow('ENOENT');
});

test('a folder that takes nothing ends nothing', async () => {
  folder = join(folder, 'not-there');
  const kept = await open();
  kept.keep({ place: PLACE });
  await kept.settled();
  expect(kept.place).toEqual(PLACE);
});

test('what came while nobody knew whose the folder is, is on the disk as soon as that is known', async () => {
  let isOurs = false;
  const kept = await open(async () => isOurs);
  kept.keep({ isLocked: true });
  await clock.pass(20_000);
  expect((await open()).isLocked).toBe(false);
  isOurs = true;
  await clock.pass(5_000);
  await vi.waitFor(async () => expect((await open()).isLocked).toBe(true));
});

test('what the disk has refused is on it as soon as the disk takes it, and with the end at the latest', async () => {
  folder = join(folder, 'later');
  const kept = await open();
  kept.keep({ isLocked: true });
  await clock.pass(0);
  await mkdir(folder);
  await kept.settled();
  expect((await open()).isLocked).toBe(true);
});

test.each([true, false])(
  'what was taken back while it was being written is on the disk as it was last (locked: %s)',
  async (isLocked) => {
    const before = await open();
    before.keep({ isLocked });
    await before.settled();
    const looks: (() => void)[] = [];
    const kept = await open(async () => {
      await new Promise<void>((resolve) => looks.push(resolve));
      return true;
    });
    kept.keep({ isLocked: !isLocked });
    await vi.waitFor(() => expect(looks).toHaveLength(1));
    kept.keep({ isLocked });
    looks[0]?.();
    // Killed from here on: nothing is settled.
    await vi.waitFor(() => expect(looks).toHaveLength(2));
    looks[1]?.();
    await vi.waitFor(async () => expect((await open()).isLocked).toBe(isLocked));
  },
);

test('a lock of which nobody could read whether it was there is on the disk as soon as it is told', async () => {
  const path = join(folder, WINDOW_FILE);
  await mkdir(path);
  const kept = await open();
  await rmdir(path);
  await writeFile(path, JSON.stringify({ isLocked: false }));
  kept.keep({ isLocked: true });
  await vi.waitFor(async () => expect((await open()).isLocked).toBe(true));
});

test.each([true, false])(
  'what has replaced the file although the disk says that it has not is no longer taken for what was there before (locked: %s)',
  async (isLocked) => {
    const before = await open();
    before.keep({ isLocked });
    await before.settled();
    let replaced = 0;
    const kept = await open(undefined, async (path, content) => {
      await replaceFile(path, content);
      replaced += 1;
      // Its folder could not be flushed.
      if (replaced === 1) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
    });
    kept.keep({ isLocked: !isLocked });
    await vi.waitFor(() => expect(replaced).toBe(1));
    expect((await open()).isLocked).toBe(!isLocked);
    kept.keep({ isLocked });
    // Killed from here on: nothing is settled.
    await vi.waitFor(async () => expect((await open()).isLocked).toBe(isLocked));
  },
);
