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
  one.learn(header(5_000_000));
  expect(one.now()).toBe(5_000_500);
});

it('goes on by the steady clock, whatever small steps the machine’s makes', () => {
  const one = clock();
  one.learn(header(5_000_000));
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
    one.learn(header(9_000_000));
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

it.each([null, '', 'yesterday', 'Sat, 28 Nov 12026 04:00:00 GMT', header(-1_000)])(
  '%j shows no time',
  (text) => {
    const one = clock();
    one.learn(text);
    expect(one.now()).toBe(now);
  },
);
