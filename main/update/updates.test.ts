import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  FETCH_WITHIN_MS,
  FIRST_CHECK_WITHIN_MS,
  LOOK_EVERY_MS,
  MOST_TRIES,
} from '../../app/update/updateTimes.ts';
import { AT_REST, begin, freshFolder, HOUR } from '../../testing/tills/updatingTill.ts';
import { UPDATES_FILE } from './updateMemory.ts';

const CHECKED = ['open https://updates.example.com', 'check'];

test('a newer version is asked for, fetched, looked at once more and installed, and the till starts as it was', async () => {
  const { done, pass } = await begin();
  await pass(FIRST_CHECK_WITHIN_MS + 2 * LOOK_EVERY_MS);
  expect(done).toEqual(CHECKED);
  await pass(FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done).toEqual([...CHECKED, 'fetch', 'check', 'verify', 'close', 'install --hidden']);
});

test('nothing is opened, asked or written where no address is set', async () => {
  const { done, world, pass, updates, folder } = await begin();
  world.feed = null;
  world.facts = { ...AT_REST, isSet: false };
  await pass(FIRST_CHECK_WITHIN_MS + 10 * HOUR);
  expect(done).toEqual([]);
  expect(updates.view).toMatchObject({
    channel: null,
    waits: null,
    why: 'not-set',
    lastCheck: null,
  });
  await expect(readFile(join(folder, UPDATES_FILE))).rejects.toThrow('ENOENT');
});

test('tills that start at one minute ask at different ones, and again every few hours', async () => {
  const asked = async (random: number) => {
    const { done, world, clock, pass } = await begin({ random });
    world.says = { outcome: 'newest', version: '0.1.0' };
    const times: number[] = [];
    for (let minute = 0; minute < 14 * 60; minute += 1) {
      const before = done.filter((one) => one === 'check').length;
      await pass(LOOK_EVERY_MS);
      if (done.filter((one) => one === 'check').length > before) times.push(clock.monotonic());
    }
    return times;
  };
  const [early = [], late = []] = await Promise.all([asked(0), asked(1)]);
  expect((late[0] ?? 0) - (early[0] ?? 0)).toBeGreaterThanOrEqual(
    FIRST_CHECK_WITHIN_MS - LOOK_EVERY_MS,
  );
  expect(early.length).toBe(3);
  expect(late.length).toBe(3);
});

test('in the opening hours it is known what waits, and nothing of it is fetched; after them not by all at one minute', async () => {
  const { done, world, pass, updates } = await begin({ random: 0.9 });
  world.facts = { ...AT_REST, minutes: [12 * 60] };
  await pass(FIRST_CHECK_WITHIN_MS + LOOK_EVERY_MS);
  expect(done).toEqual(CHECKED);
  expect(updates.view).toMatchObject({
    waits: { version: '0.2.0', standing: 'known' },
    why: 'open',
  });
  world.facts = AT_REST;
  await pass(10 * LOOK_EVERY_MS);
  expect(done).toEqual(CHECKED);
  await pass(FETCH_WITHIN_MS);
  expect(done).toContain('fetch');
});

test('what is here waits until nobody is at the till, and says for whom', async () => {
  const { done, world, pass, updates } = await begin();
  world.facts = { ...AT_REST, sinceTyped: 0 };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 2 * HOUR);
  // That it is still offered is asked every half hour or so.
  expect(done.filter((one) => one !== 'check')).toEqual([CHECKED[0], 'fetch']);
  expect(updates.view).toMatchObject({
    waits: { version: '0.2.0', standing: 'ready' },
    why: 'typing',
  });
  world.facts = AT_REST;
  await pass(2 * LOOK_EVERY_MS);
  expect(done.slice(-3)).toEqual(['verify', 'close', 'install --hidden']);
});

test('somebody who comes while the file is looked at keeps the till open', async () => {
  const { done, world, pass } = await begin();
  world.looking = () => {
    world.facts = { ...AT_REST, sinceSaved: 0 };
  };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done).toContain('verify');
  expect(done).not.toContain('close');
});

test('a fetch ends when the shop opens, and begins again after it', async () => {
  const { done, world, pass, updates } = await begin();
  world.fetching = (signal) => {
    world.isHeld = true;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        world.isHeld = false;
        resolve();
      });
    });
  };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(updates.view.waits?.standing).toBe('fetching');
  world.facts = { ...AT_REST, minutes: [12 * 60] };
  await pass(2 * LOOK_EVERY_MS);
  expect(updates.view.waits).toEqual({ version: '0.2.0', standing: 'known' });
  world.facts = AT_REST;
  world.fetching = async () => {};
  await pass(FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done.filter((one) => one === 'fetch')).toHaveLength(2);
  expect(done).toContain('install --hidden');
});

test('a version that is taken back, or no more for this till, is not installed', async () => {
  const { done, world, pass, updates } = await begin();
  world.facts = { ...AT_REST, hasManager: true };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(updates.view.waits?.standing).toBe('ready');
  world.says = { outcome: 'staged-out', version: '0.2.0' };
  await pass(7 * HOUR);
  expect(updates.view.waits).toBe(null);
  world.facts = AT_REST;
  await pass(HOUR);
  expect(done).not.toContain('close');
});

test('a file that is not what it was is fetched anew, and the till goes on', async () => {
  const { done, world, pass, updates } = await begin();
  world.fit = 'update.tampered';
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done).not.toContain('close');
  expect(updates.view).toMatchObject({ waits: null, lastCheck: { outcome: 'update.tampered' } });
  world.fit = null;
  await pass(3 * HOUR);
  expect(done).toContain('install --hidden');
});

test('a version that is installed and not there is left alone after two tries, over all starts', async () => {
  const folder = await freshFolder();
  for (let start = 0; start < 4; start += 1) {
    const { done, pass, updates } = await begin({ folder });
    await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
    expect(done.includes('close')).toBe(start < MOST_TRIES);
    if (start >= MOST_TRIES) expect(updates.view.lastCheck?.outcome).toBe('newer');
    await updates.stop();
  }
  const { done, world, pass } = await begin({ folder });
  world.says = { outcome: 'newer', version: '0.2.1' };
  world.fetched = world.says;
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done).toContain('close');
});

test('where nobody can write down that it was tried the till is not even closed for it: it would be every hour', async () => {
  const { done, world, pass, updates } = await begin();
  world.mayWrite = false;
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done.at(-1)).toBe('verify');
  expect(updates.view).toMatchObject({ lastCheck: { outcome: 'update.not-written' } });
  await pass(10 * HOUR);
  expect(done).not.toContain('close');
  world.mayWrite = true;
  await pass(3 * HOUR);
  expect(done).toContain('install --hidden');
});

test('a library that cannot be read now is read anew after an hour or two, and not every minute', async () => {
  const { done, world, pass } = await begin();
  world.isLocked = true;
  await pass(FIRST_CHECK_WITHIN_MS + HOUR);
  expect(done).toEqual(['open https://updates.example.com']);
  world.isLocked = false;
  await pass(3 * HOUR);
  expect(done).toContain('install --hidden');
});

test('who quits after closing time gets what waits, and nothing is started; who quits in the opening hours does not', async () => {
  const { done, world, pass, updates } = await begin();
  world.facts = { ...AT_REST, hasManager: true, sinceUsed: 0 };
  expect(updates.atQuit()).toBe(null);
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  world.facts = { ...AT_REST, minutes: [12 * 60] };
  expect(updates.atQuit()).toBe(null);
  world.facts = { ...AT_REST, hasManager: true, sinceUsed: 0 };
  await updates.atQuit()?.(() => false);
  expect(done.slice(-2)).toEqual(['verify', 'install and end']);
});

test('who wants the till back while the file is looked at at a quit gets it, and not an installer that closes it again', async () => {
  const { done, world, pass, updates } = await begin();
  world.facts = { ...AT_REST, hasManager: true };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  let isWanted = false;
  world.looking = () => {
    isWanted = true;
  };
  const update = updates.atQuit();
  await updates.stop();
  await update?.(() => isWanted);
  expect(done.at(-1)).toBe('verify');
});

test('the end of the till waits for no server, and for nobody who looks at a signature', async () => {
  const asked = await begin();
  asked.world.asking = () => new Promise(() => {});
  asked.world.isHeld = true;
  await asked.pass(FIRST_CHECK_WITHIN_MS + LOOK_EVERY_MS);
  expect(asked.updates.isBusy).toBe(true);
  await asked.updates.stop();

  const looked = await begin();
  looked.world.looking = () => {
    looked.world.isHeld = true;
    return new Promise(() => {});
  };
  await looked.pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(looked.done.at(-1)).toBe('verify');
  await looked.updates.stop();
});

test('another address, or another channel, is asked anew, and what came from the one before is not installed', async () => {
  const { done, world, pass, updates } = await begin();
  world.facts = { ...AT_REST, hasManager: true };
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  world.feed = { url: 'https://other.example.com' };
  await pass(LOOK_EVERY_MS);
  expect(updates.view.waits).toBe(null);
  world.facts = AT_REST;
  await pass(LOOK_EVERY_MS);
  expect(done).not.toContain('close');
  await pass(7 * HOUR);
  expect(done).toContain('open https://other.example.com');
});

test('a folder that has taken the place of the file keeps no till from its updates', async () => {
  const { done, pass, folder } = await begin();
  await mkdir(join(folder, UPDATES_FILE, 'in the way'), { recursive: true });
  await pass(FIRST_CHECK_WITHIN_MS + FETCH_WITHIN_MS + 6 * LOOK_EVERY_MS);
  expect(done).toContain('install --hidden');
});

test('what the last check has come to is known at the next start; damage of the file costs that alone', async () => {
  const { updates, pass, folder, world } = await begin();
  world.says = { outcome: 'update.unreachable', version: null };
  await pass(FIRST_CHECK_WITHIN_MS + 2 * LOOK_EVERY_MS);
  await updates.stop();
  const next = await begin({ folder });
  expect(next.updates.view.lastCheck).toMatchObject({
    outcome: 'update.unreachable',
    version: null,
  });
  for (const text of ['', '{', '[]', '{"lastCheck":{"at":"x"}}', 'x'.repeat(100_000)]) {
    await writeFile(join(folder, UPDATES_FILE), text);
    expect((await begin({ folder })).updates.view.lastCheck).toBe(null);
  }
});
