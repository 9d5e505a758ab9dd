import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import {
  offerOf,
  START,
  setBack,
  slipOf,
  startWith,
  toldOnce,
  wentBackwards,
} from '../../testing/tills/witnessedTill.ts';
import type { Till } from '../till.ts';
import { REACHED_FILE, UNSEEN_FILE } from './reachedFile.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

/** What three lost numbers are told as. */
const TOLD = '3 (1 < 4)';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** The next start, so many ms later, while somebody holds the file or a bad sector has it. */
async function startHeld(image: string, marks: string, after = HOUR, code = 'EBUSY') {
  const letGo = refuseToRead(join(image, REACHED_FILE), code);
  const next = await startWith(image, marks, { clock: new VirtualClock(START + after) });
  return { next, letGo };
}

/** The third place is pulled out, and plugged in again. */
const away = (marks: string) => rename(marks, `${marks}-away`);
const backAgain = (marks: string) => rename(`${marks}-away`, marks);

const doubted = ({ outbox }: Till, sequence: number) =>
  outbox.saves.findBySequence(sequence)?.firstUnknownAt;

const fateOf = ({ outbox }: Till, sequence: number) => {
  const save = outbox.saves.findBySequence(sequence);
  return save?.heldReason ?? save?.state;
};

describe('where somebody holds what a till has been told by its third place, at one start', () => {
  test('it is told no more than otherwise, and what was registered since is in no doubt', async () => {
    const { image, marks } = await toldOnce();
    const { next, letGo } = await startHeld(image, marks);
    letGo();
    await next.wait();
    expect([wentBackwards(next), next.codes()]).toEqual([
      [],
      expect.not.arrayContaining(['store.witness-away']),
    ]);
    expect([7, 8].map((sequence) => doubted(next.till, sequence))).toEqual([null, null]);
    await next.stop();
  });

  test('what has waited for two days without a network goes by itself', async () => {
    const { image, marks } = await toldOnce();
    const { next, letGo } = await startHeld(image, marks, 2 * DAY);
    letGo();
    await next.wait();
    expect([7, 8].map((sequence) => fateOf(next.till, sequence))).toEqual(['pending', 'pending']);
    await next.stop();
  });

  test('no slip that was lost is given again, also where the third place is away', async () => {
    const { image, marks } = await toldOnce({ since: false });
    await away(marks);
    const { next } = await startHeld(image, marks);
    expect(await slipOf(next, 7)).toBe(7);
    await next.stop();
  });

  test('what it had come to while that place was away is kept for the day on which it answers', async () => {
    const { image, marks } = await setBack(3);
    await away(marks);
    const blind = await startWith(image, marks, { clock: new VirtualClock(START + HOUR) });
    for (const number of [2, 3, 4, 5, 6]) await slipOf(blind, number);
    await blind.wait();
    await blind.stop();
    const { next, letGo } = await startHeld(image, marks, 2 * HOUR);
    await slipOf(next, 7);
    await next.wait();
    await next.stop();
    letGo();
    await backAgain(marks);
    const last = await startWith(image, marks, { clock: new VirtualClock(START + 3 * HOUR) });
    await last.wait();
    const [old] = last.till.outbox.saves.values();
    expect([wentBackwards(last), old?.firstUnknownAt]).toEqual([[TOLD], START]);
    await last.stop();
  });

  test('so is what it has come to in that run, once somebody lets go', async () => {
    const { image, marks } = await setBack(3);
    await away(marks);
    const { next: blind, letGo } = await startHeld(image, marks);
    for (const number of [2, 3, 4]) await slipOf(blind, number);
    letGo();
    await blind.wait();
    await blind.stop();
    await backAgain(marks);
    const last = await startWith(image, marks, { clock: new VirtualClock(START + 2 * HOUR) });
    await last.wait();
    const [old] = last.till.outbox.saves.values();
    expect([wentBackwards(last), old?.firstUnknownAt]).toEqual([[TOLD], START]);
    await last.stop();
  });
});

test('what the store had come to is kept also where a run ends before anybody has asked the third place: whose computer it is was not known yet', async () => {
  const { image, marks } = await setBack(3);
  const isNeverKnown = () => new Promise<never>(() => undefined);
  const clock = new VirtualClock(START + HOUR);
  const blind = await startOn(isNeverKnown, image, { clock, offer: offerOf(marks) });
  for (const number of [2, 3, 4, 5, 6]) await registerOn(blind, number);
  await blind.stop();
  const last = await startWith(image, marks, { clock: new VirtualClock(START + 2 * HOUR) });
  for (let turns = 0; turns < 2; turns += 1) await last.wait();
  expect([wentBackwards(last), doubted(last.till, 1)]).toEqual([[TOLD], START]);
  await last.stop();
});

/** The store has been set back, and has come past what the third place knows of it in a run in which the file was held. */
async function wholeRunHeld() {
  const { image, marks } = await setBack(3);
  const { next, letGo } = await startHeld(image, marks);
  for (const number of [2, 3, 4, 5, 6]) await slipOf(next, number);
  for (let turns = 0; turns < 2; turns += 1) await next.wait();
  expect(wentBackwards(next)).toEqual([]);
  return { image, marks, next, letGo };
}

/** Once it is told, and what was open is in doubt; a start behind that says nothing any more. */
async function expectToldOnce(image: string, marks: string) {
  for (const [hours, times] of [
    [2, 1],
    [3, 0],
  ] as const) {
    const later = await startWith(image, marks, { clock: new VirtualClock(START + hours * HOUR) });
    for (let turns = 0; turns < 2; turns += 1) await later.wait();
    expect(wentBackwards(later)).toHaveLength(times);
    expect(doubted(later.till, 1)).toBe(START);
    await later.stop();
  }
  expect(await readdir(image)).not.toContain(UNSEEN_FILE);
}

describe('held from the start to the end of a run in which the store comes past what was lost', () => {
  test('it hides from no later start that the store was set back', async () => {
    const { image, marks, next, letGo } = await wholeRunHeld();
    await next.stop();
    letGo();
    await expectToldOnce(image, marks);
  }, 60_000);

  test('nor where the next run cannot read it either, and comes further: the first of them counts', async () => {
    const { image, marks, next } = await wholeRunHeld();
    await next.stop();
    const { next: second, letGo } = await startHeld(image, marks);
    await slipOf(second, 7);
    await second.wait();
    await second.stop();
    letGo();
    await expectToldOnce(image, marks);
  }, 60_000);

  test('nor where the program is killed', async () => {
    const { image, marks, letGo } = await wholeRunHeld();
    const killed = await copyOf(image);
    letGo();
    await expectToldOnce(killed, marks);
  }, 60_000);

  test('nor where somebody holds at the next start what was noted beside it: then that is read as the file itself', async () => {
    const { image, marks, next, letGo } = await wholeRunHeld();
    await next.stop();
    letGo();
    const release = refuseToRead(join(image, UNSEEN_FILE));
    const second = await startWith(image, marks, { clock: new VirtualClock(START + HOUR) });
    await vi.waitFor(async () => {
      await second.wait();
      expect(second.till.warnings).toContainEqual({
        code: 'store.witness-away',
        detail: 'unseen.json EBUSY',
      });
    }, 60_000);
    await second.stop();
    release();
    await expectToldOnce(image, marks);
  }, 60_000);
});

test('held for minutes it keeps nobody waiting, is told as a third place that is away, and is heeded once somebody lets go', async () => {
  const { image, marks } = await toldOnce();
  const { next, letGo } = await startHeld(image, marks, HOUR, 'ESTALE');
  await vi.waitFor(async () => {
    await next.wait();
    expect(next.till.warnings).toContainEqual({
      code: 'store.witness-away',
      detail: 'reached.json ESTALE',
    });
  }, 60_000);
  expect(await slipOf(next, 9)).toBe(9);
  letGo();
  await vi.waitFor(async () => {
    await next.wait();
    expect(next.codes()).not.toContain('store.witness-away');
  }, 60_000);
  expect(wentBackwards(next)).toEqual([]);
  expect([7, 8, 9].map((sequence) => doubted(next.till, sequence))).toEqual([null, null, null]);
  await next.stop();
}, 120_000);

test('on a bad sector it is put aside, and told; what is open is in doubt, as where nothing was known, and the next start is as ever', async () => {
  const { image, marks } = await toldOnce();
  const { next, letGo } = await startHeld(image, marks, HOUR, 'EIO');
  await vi.waitFor(async () => {
    await next.wait();
    expect(wentBackwards(next)).toHaveLength(1);
  }, 60_000);
  await next.wait();
  const [kept = ''] = (await readdir(image)).filter((name) => name.includes('unreadable'));
  expect(next.till.warnings).toContainEqual({ code: 'store.set-aside', detail: kept });
  expect([7, 8].map((sequence) => doubted(next.till, sequence))).not.toContain(null);
  expect(await slipOf(next, 9)).toBe(9);
  await next.stop();
  letGo();
  const last = await startWith(image, marks, { clock: new VirtualClock(START + 2 * HOUR) });
  await last.wait();
  expect([wentBackwards(last), doubted(last.till, 9)]).toEqual([[], null]);
  await last.stop();
}, 120_000);
