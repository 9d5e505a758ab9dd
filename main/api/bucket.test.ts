import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Bucket } from './bucket.ts';

test('so many at once, then one after each pause, and never more than so many again', async () => {
  const clock = new VirtualClock();
  const bucket = new Bucket(clock, 3, 2);
  const taken = () => bucket.take();
  expect([taken(), taken(), taken(), taken()]).toEqual([null, null, null, 1]);
  await clock.pass(500);
  expect([taken(), taken()]).toEqual([null, 1]);
  await clock.pass(60_000);
  expect([taken(), taken(), taken(), taken()]).toEqual([null, null, null, 1]);
});

test('says how long the next one takes, a second at the least', async () => {
  const bucket = new Bucket(new VirtualClock(), 1, 0.1);
  expect([bucket.take(), bucket.take()]).toEqual([null, 10]);
});
