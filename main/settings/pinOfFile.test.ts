import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { ManagerPin } from './managerPin.ts';

/** A till whose PIN is 2468. */
async function aPin(): Promise<ManagerPin> {
  const pin = new ManagerPin({ clock: new VirtualClock(), keep: async () => {} });
  await pin.set('2468');
  return pin;
}

test('a wrong PIN that stands in a file counts once, however often the file comes', async () => {
  const pin = await aPin();
  for (let start = 0; start < 9; start += 1) {
    expect(await pin.verifyOfFile('0000')).toBe('pin.wrong');
  }
  expect(pin.record?.wrong).toBe(1);
  expect(await pin.verifyOfFile('1111')).toBe('pin.wrong');
  expect(pin.record?.wrong).toBe(2);
});

test('the right one in a file opens, and forgives', async () => {
  const pin = await aPin();
  await pin.verifyOfFile('0000');
  expect(await pin.verifyOfFile('2468')).toBe('ok');
  expect(pin.record?.wrong).toBe(0);
});

test('a wrong PIN that is typed counts each time, also where it stood in a file before', async () => {
  const pin = await aPin();
  await pin.verifyOfFile('0000');
  await pin.verify('0000');
  await pin.verify('0000');
  expect(pin.record?.wrong).toBe(3);
});

test('a wrong PIN in a file counts also where it was typed before', async () => {
  const pin = await aPin();
  await pin.verify('0000');
  await pin.verifyOfFile('0000');
  expect(pin.record?.wrong).toBe(2);
});

test('nobody has a PIN that was never set, whoever asks', async () => {
  const pin = new ManagerPin({ clock: new VirtualClock(), keep: async () => {} });
  expect(await pin.is('')).toBe(false);
  await pin.set('2468');
  expect([await pin.is('2468'), await pin.is('2469')]).toEqual([true, false]);
});
