import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { LookupRate } from './lookupRate.ts';

function aRate() {
  const clock = new VirtualClock();
  const entries: AuditEntry[] = [];
  const rate = new LookupRate(clock, { owe: async (entry) => void entries.push(entry) });
  const ask = async (times: number) => {
    let answered = 0;
    for (let asked = 0; asked < times; asked += 1) {
      if ((await rate.take()) === null) answered += 1;
    }
    return answered;
  };
  return { clock, entries, rate, ask };
}

test('somebody who types is always answered: a customer every ten seconds, for a day', async () => {
  const { clock, ask, entries } = aRate();
  for (let customer = 0; customer < 8_640; customer += 1) {
    expect(await ask(2)).toBe(2);
    await clock.pass(10_000);
  }
  expect(entries).toEqual([]);
});

test('after a pause twenty questions at once are answered, and no more', async () => {
  const { clock, ask } = aRate();
  await clock.pass(3_600_000);
  expect(await ask(100)).toBe(20);
});

test('the 10,000 numbers behind a mask take more than ten hours, whatever the clock of the PC says', async () => {
  const { clock, ask } = aRate();
  let answered = 0;
  for (let seconds = 0; seconds < 10 * 3_600; seconds += 1) {
    answered += await ask(3);
    clock.jump(60_000);
    await clock.pass(1_000);
  }
  expect(answered).toBeLessThan(9_100);
});

test('a start wins little: six questions, then the rate', async () => {
  const { ask } = aRate();
  expect(await ask(100)).toBe(6);
});

test('beyond the rate it says how long to wait, and then it answers', async () => {
  const { clock, ask, rate } = aRate();
  await ask(6);
  await clock.pass(1_500);
  expect(await rate.take()).toEqual({
    ok: false,
    error: { code: 'lookup.too-fast', waitSeconds: 3 },
  });
  await clock.pass(2_500);
  expect(await rate.take()).toBeNull();
});

test('whoever asks too fast leaves one line a minute in the audit trail, with the count', async () => {
  const { clock, ask, entries } = aRate();
  await ask(7_500);
  expect(entries).toMatchObject([{ action: 'lookups.refused', saves: 1 }]);
  await clock.pass(60_000);
  await ask(100);
  expect(entries.map(({ saves }) => saves)).toEqual([1, 7_500 - 6]);
});
