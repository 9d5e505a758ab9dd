import { expect, it } from 'vitest';
import { PlatformClock } from './platformClock.ts';

let now = 1_000_000;
let steady = 0;
const clock = () =>
  new PlatformClock(
    () => now,
    () => steady,
  );
const header = (time: number) => new Date(time).toUTCString();

it('is the machine’s, and unsure, until an answer has shown another', () => {
  const one = clock();
  expect([one.isSure(), one.dateHeader()]).toEqual([false, null]);
  expect(one.now()).toBe(now);
  one.learn(header(now + 500_000));
  expect([one.isSure(), one.now()]).toEqual([true, now + 500_500]);
});

it('one first answer that is far from the machine’s clock moves nothing; one that says the same again does', () => {
  const one = clock();
  one.learn(header(5_000_000));
  expect([one.isSure(), one.now(), one.dateHeader()]).toEqual([false, now, null]);
  one.learn(header(5_001_000));
  expect([one.isSure(), one.now()]).toEqual([true, 5_000_500]);
  const other = clock();
  other.learn(header(5_000_000));
  other.learn(header(now));
  expect([other.isSure(), other.now()]).toEqual([true, now + 500]);
});

it('goes on by the steady clock, whatever small steps the machine’s makes', () => {
  const one = clock();
  for (let count = 0; count < 2; count += 1) one.learn(header(5_000_000));
  now += 1_500 - 50_000;
  steady += 1_500;
  expect(one.now()).toBe(5_002_000);
  expect(one.dateHeader()).toBe(header(5_002_000));
});

it.each([86_400_000, -86_400_000])(
  'is unsure, and tells no time, from a jump of the one clock or a sleep of the other on, until an answer shows it: %i ms',
  (jump) => {
    const one = clock();
    for (let count = 0; count < 3; count += 1) one.learn(header(5_000_000));
    now += jump;
    expect([one.isSure(), one.now(), one.dateHeader()]).toEqual([false, now, null]);
    for (let count = 0; count < 2; count += 1) one.learn(header(9_000_000));
    expect([one.isSure(), one.now()]).toEqual([true, 9_000_500]);
  },
);

it('one answer that is wrong moves nothing; two that agree do', () => {
  const one = clock();
  const right = 5_000_000;
  for (const time of [right, right, 9_000_000]) one.learn(header(time));
  expect(one.now()).toBe(right + 500);
  one.learn(header(9_000_000));
  expect(one.now()).toBe(9_000_500);
});

it('answers that are wrong together are believed for a minute after the last one, and one that is right ends it', () => {
  const one = clock();
  for (let count = 0; count < 3; count += 1) one.learn(header(now + 86_400_000));
  expect(one.isSure()).toBe(true);
  now += 61_000;
  steady += 61_000;
  expect([one.isSure(), one.now(), one.dateHeader()]).toEqual([false, now, null]);
  one.learn(header(now));
  expect([one.isSure(), Math.abs(one.now() - now) <= 1_000]).toEqual([true, true]);
});

it('what an answer has proved wrong counts no more, and what else was said does', () => {
  const one = clock();
  for (let count = 0; count < 2; count += 1) one.learn(header(now + 86_400_000));
  expect(one.isSure()).toBe(true);
  one.disprove(header(now + 86_400_000));
  expect([one.isSure(), one.now()]).toEqual([false, now]);
  one.learn(header(now));
  one.disprove(header(now + 86_400_000));
  one.disprove(null);
  expect(one.isSure()).toBe(true);
});

it.each([null, '', 'yesterday', 'Sat, 28 Nov 12026 04:00:00 GMT', header(-1_000)])(
  '%j shows no time',
  (text) => {
    const one = clock();
    one.learn(text);
    expect(one.now()).toBe(now);
  },
);
