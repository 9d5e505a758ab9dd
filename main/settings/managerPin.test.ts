import { expect, test } from 'vitest';
import { withRealScrypt } from '../../testing/doubles/cheapScrypt.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { aPinTill as aTill, tryTimes } from '../../testing/tills/pinTill.ts';
import { ManagerPin, type PinRecord, pinRecordSchema } from './managerPin.ts';

const MINUTE = 60_000;

test('no PIN opens anything while none is set', async () => {
  const pin = aTill().start();
  expect(pin.isSet).toBe(false);
  expect(new ManagerPin({ clock: new VirtualClock(), keep: async () => {} }).lockedFor).toBe(0);
  expect(await pin.verify('')).toBe('pin.unset');
});

test('the right PIN opens, also after a restart; any other text does not', async () => {
  const { start } = aTill();
  const pin = start();
  await pin.set('246813');
  for (const one of [pin, start()]) {
    expect(await one.verify('246813')).toBe('ok');
    expect(await one.verify('24681')).toBe('pin.wrong');
    expect(await one.verify('')).toBe('pin.wrong');
  }
});

test('what is kept says nothing of the PIN, and differs for the same PIN', async () => {
  const { disk, start } = aTill();
  const pin = start();
  await pin.set('246813');
  const first = pinRecordSchema.parse(disk.kept);
  await pin.set('246813');
  expect(JSON.stringify(first)).not.toContain('246813');
  expect(pinRecordSchema.parse(disk.kept).hash).not.toBe(first.hash);
});

test('the fifth wrong try locks for 30 s, and then even the right PIN is not tried', async () => {
  const { clock, start } = aTill();
  const pin = start();
  await pin.set('2468');
  expect(await tryTimes(pin, 4)).toBe('pin.wrong');
  expect(await pin.verify('0000')).toBe('pin.locked');
  expect(pin.lockedFor).toBe(30_000);
  await clock.pass(29_999);
  expect(await pin.verify('2468')).toBe('pin.locked');
  await clock.pass(1);
  expect(await pin.verify('2468')).toBe('ok');
});

test('each further wrong try locks twice as long, an hour at the most; the right one forgives all', async () => {
  const { clock, start } = aTill();
  const pin = start();
  await pin.set('2468');
  await tryTimes(pin, 5);
  const locks = [];
  for (let tries = 0; tries < 9; tries += 1) {
    locks.push(pin.lockedFor);
    await clock.pass(pin.lockedFor);
    expect(await pin.verify('1111')).toBe('pin.locked');
  }
  expect(locks.map((lock) => lock / MINUTE)).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60]);
  await clock.pass(60 * MINUTE);
  expect(await pin.verify('2468')).toBe('ok');
  expect(await tryTimes(pin, 4)).toBe('pin.wrong');
});

test('a hundred tries at the same moment are no more than five', async () => {
  const { start } = aTill();
  const pin = start();
  await pin.set('2468');
  const guesses = Array.from({ length: 100 }, (_, index) => (index === 50 ? '2468' : '0000'));
  const verdicts = await Promise.all(guesses.map((guess) => pin.verify(guess)));
  expect(verdicts.filter((verdict) => verdict === 'pin.wrong')).toHaveLength(4);
  expect(verdicts).not.toContain('ok');
});

test('a lock and the tries before it outlive a restart, and then it begins anew', async () => {
  const { clock, start } = aTill();
  const pin = start();
  await pin.set('2468');
  await tryTimes(pin, 3);
  await tryTimes(start(), 2);
  expect(start().lockedFor).toBe(30_000);
  await clock.pass(10_000);
  const restarted = start();
  expect(restarted.lockedFor).toBe(30_000);
  await clock.pass(29_999);
  expect(await restarted.verify('2468')).toBe('pin.locked');
  await clock.pass(1);
  expect(await restarted.verify('2468')).toBe('ok');
  expect(start().lockedFor).toBe(0);
});

test('setting the clock of the PC forward opens no lock, and backward makes none longer', async () => {
  const { clock, start } = aTill();
  const pin = start();
  await pin.set('2468');
  await tryTimes(pin, 5);
  clock.jump(60 * MINUTE);
  expect(pin.lockedFor).toBe(30_000);
  expect(start().lockedFor, 'also with a restart').toBe(30_000);
  clock.jump(-600 * MINUTE);
  expect(pin.lockedFor).toBe(30_000);
  expect(start().lockedFor).toBe(30_000);
});

test('a record of an older version, which had the end of its lock, is read', async () => {
  const { disk, start } = aTill();
  await start().set('2468');
  const old = { ...pinRecordSchema.parse(disk.kept), lockedUntil: 1 };
  disk.kept = pinRecordSchema.parse(old);
  expect(await start().verify('2468')).toBe('ok');
});

test('a full disk counts wrong tries all the same, keeps the old PIN, and lets the manager in', async () => {
  const { disk, start } = aTill();
  const pin = start();
  await pin.set('2468');
  disk.refuses = true;
  await expect(pin.set('1357')).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await pin.verify('1357')).toBe('pin.wrong');
  expect(await pin.verify('2468')).toBe('ok');
  expect(await tryTimes(pin, 5)).toBe('pin.locked');
});

test('a new PIN opens at once, though the old one was locked, and forgives the wrong tries', async () => {
  const { start } = aTill();
  const pin = start();
  await pin.set('2468');
  expect(await tryTimes(pin, 5)).toBe('pin.locked');
  await pin.set('1357');
  expect(await pin.verify('1357')).toBe('ok');
  expect(await tryTimes(pin, 4)).toBe('pin.wrong');
});

test('a PIN that any earlier version has kept still opens: its hash is made the same way', async () => {
  const { disk, start } = aTill();
  const kept = {
    salt: 'BQUFBQUFBQUFBQUFBQUFBQ==',
    hash: 'HpyeIiUoaCg1sp3JvP9p/GywwsRuIa3cMBDYMbGl+JM=',
    wrong: 0,
  };
  disk.kept = pinRecordSchema.parse(kept);
  await withRealScrypt(async () => {
    expect(await start().verify('2468')).toBe('ok');
    expect(await start().verify('2469')).toBe('pin.wrong');
    await start().set('2468');
  });
  const made = pinRecordSchema.parse(disk.kept);
  expect(Buffer.from(made.salt, 'base64')).toHaveLength(16);
  expect(Buffer.from(made.hash, 'base64')).toHaveLength(32);
});

test('the right PIN writes nothing while nothing was wrong, and once to forgive', async () => {
  const kept: (PinRecord | null)[] = [];
  const pin = new ManagerPin({
    clock: new VirtualClock(),
    keep: async () => void kept.push(pin.record),
  });
  await pin.set('2468');
  await pin.verify('2468');
  expect(kept).toHaveLength(1);
  await pin.verify('0000');
  await pin.verify('2468');
  expect(kept.map((record) => record?.wrong)).toEqual([0, 1, 0]);
});
