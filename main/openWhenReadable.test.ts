import { expect, test } from 'vitest';
import { PowerDisk } from '../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../testing/doubles/virtualClock.ts';
import { numberedSave, openStore } from '../testing/tills/journalHarness.ts';
import { openWhenReadable } from './openWhenReadable.ts';

test('story 13: a queue that cannot be read now is told once, and opens by itself when it can', async () => {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  await store.put(numberedSave(1));
  await store.close();
  const before = disk.contents();
  disk.fault = (call, _number, path) =>
    call === 'read' && path.endsWith('.journal') ? 'EACCES' : null;
  const clock = new VirtualClock();
  const told: string[] = [];
  let tries = 0;
  const opening = openWhenReadable(
    () => {
      tries += 1;
      return openStore(disk);
    },
    { clock, onWaiting: (detail) => told.push(detail) },
  );
  await clock.pass(3_600_000);
  expect(told).toEqual(['EACCES']);
  expect(tries).toBeGreaterThan(100);
  expect(disk.contents()).toEqual(before);
  disk.fault = () => null;
  await clock.pass(30_000);
  expect((await opening).saves).toEqual([numberedSave(1)]);
});

test.each([
  ...['ESTALE', 'ENOTCONN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
  ...['ECONNRESET', 'ECONNABORTED', 'ECONNREFUSED', 'EAGAIN', 'ENOMEM', 'UNKNOWN'],
  'ERR_MEMORY_ALLOCATION_FAILED',
])('a share that is away in its own words (%s) ends no start', async (code) => {
  const clock = new VirtualClock();
  const told: string[] = [];
  let isAway = true;
  const opening = openWhenReadable(
    async () => {
      if (isAway) throw Object.assign(new Error(code), { code });
      return 'open';
    },
    { clock, onWaiting: (detail) => told.push(detail) },
  );
  await clock.pass(60_000);
  isAway = false;
  await clock.pass(30_000);
  expect(await opening).toBe('open');
  expect(told).toEqual([code]);
});

test('names the file that the disk refuses', async () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const refusal = Object.assign(new Error(), { code: 'EBUSY', path: '/data/till/key.json' });
  let tries = 0;
  const opening = openWhenReadable(
    async () => {
      tries += 1;
      if (tries === 1) throw refusal;
    },
    { clock, onWaiting: (detail) => told.push(detail) },
  );
  await clock.pass(1_000);
  await opening;
  expect(told).toEqual(['key.json EBUSY']);
});

test('each try knows for how long the disk has refused each file: the wait for one is no wait for another', async () => {
  const clock = new VirtualClock();
  const refusals = [
    ['a.json', 'EBUSY'],
    ['a.json', 'EACCES'],
    ['a.json', 'EBUSY'],
    ['b.json', 'EBUSY'],
    ['b.json', 'EBUSY'],
  ];
  const waits: [a: number, b: number][] = [];
  const opening = openWhenReadable(
    async (waitedFor) => {
      waits.push([waitedFor('a.json'), waitedFor('b.json')]);
      const [path, code] = refusals.shift() ?? [];
      if (path !== undefined) throw Object.assign(new Error(), { code, path });
    },
    { clock, onWaiting: () => undefined },
  );
  await clock.pass(60_000);
  await opening;
  expect(waits).toEqual([
    [0, 0],
    [1_000, 0],
    [3_000, 0],
    [7_000, 0],
    [0, 8_000],
    [0, 24_000],
  ]);
});

test('what is no refusal of the disk ends the start at once', async () => {
  const newer = Object.assign(new Error('newer'), { code: 'NEWER_FORMAT' });
  const onWaiting = () => {
    throw new Error('waited');
  };
  for (const error of [newer, new TypeError('a bug')]) {
    const opening = openWhenReadable(() => Promise.reject(error), {
      clock: new VirtualClock(),
      onWaiting,
    });
    await expect(opening).rejects.toBe(error);
  }
});
