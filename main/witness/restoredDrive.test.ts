import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { isUnfinished } from '../../app/outbox/save.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyNow,
  copyOf,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { secondDrive } from '../../testing/tills/secondDrive.ts';
import {
  offerOf,
  START,
  settled,
  slipOf,
  startWith,
  wentBackwards,
} from '../../testing/tills/witnessedTill.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { answerWitness } from './witnessFolder.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const markIn = (marks: string) => {
  const [name = ''] = readdirSync(marks);
  return JSON.parse(readFileSync(join(marks, name), 'utf8')) as {
    lastNumber: number;
    lastSequence: number;
  };
};

/** A slow disk may still be writing it. */
const soon = (look: () => void | Promise<void>) => vi.waitFor(look, { timeout: 10_000 });

describe('a drive that is set back at every start, with all that stands on it', () => {
  test('is noticed: what was lost is told, no slip is given again, and nothing open goes without its doubt', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    const first = await startWith(folder, marks);
    await slipOf(first, 1);
    await first.wait();
    await first.stop();
    const image = await copyOf(folder);
    const second = await startWith(folder, marks);
    expect([await slipOf(second, 2), await slipOf(second, 3)]).toEqual([2, 3]);
    await second.wait();
    await second.stop();

    for (const [number, expected] of [
      [4, 4],
      [5, 5],
    ] as const) {
      rmSync(join(folder, '..'), { recursive: true });
      mkdirSync(folder, { recursive: true });
      copyNow(image, folder);
      const again = await startWith(folder, marks, { clock: new VirtualClock(START + HOUR) });
      await soon(() => expect(wentBackwards(again)).toHaveLength(1));
      await again.wait();
      expect(await slipOf(again, number)).toBe(expected);
      const [old] = again.till.outbox.saves.values();
      expect(old?.firstUnknownAt).toBe(START);
      await again.wait();
      await again.stop();
    }
  });

  test('holds what it has open for the manager once that is more than a day ago', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    const first = await startWith(folder, marks);
    await slipOf(first, 1);
    const image = await copyOf(folder);
    await slipOf(first, 2);
    await first.wait();
    await first.stop();
    const again = await startWith(image, marks, { clock: new VirtualClock(START + 2 * DAY) });
    await soon(() => expect(wentBackwards(again)).toEqual(['1 (1 < 2)']));
    await again.wait();
    const states = [...again.till.outbox.saves.values()].map(({ heldReason }) => heldReason);
    expect(states).toEqual(['late-import']);
  });

  test('that is set back once is told once', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    const first = await startWith(folder, marks);
    await slipOf(first, 1);
    const image = await copyOf(folder);
    for (const number of [2, 3, 4, 5, 6]) await slipOf(first, number);
    await first.wait();
    await first.stop();
    const once = await startWith(image, marks);
    await soon(() => expect(wentBackwards(once)).toHaveLength(1));
    await once.wait();
    await once.stop();
    const twice = await startWith(image, marks);
    await twice.wait();
    expect(wentBackwards(twice)).toEqual([]);
    expect(await slipOf(twice, 7)).toBe(7);
    const before = markIn(marks);
    await twice.wait();
    // Every further change is seen: the lost ones are counted on.
    expect(markIn(marks).lastNumber).toBe(before.lastNumber + 1);
  });
});

test('a store that was set back once is watched on: also a change that gave no slip is missed', async () => {
  const [folder, marks] = [await freshFolder(), await secondDrive()];
  const first = await startWith(folder, marks);
  await slipOf(first, 1);
  const image = await copyOf(folder);
  for (const number of [2, 3, 4, 5, 6]) await slipOf(first, number);
  await first.wait();
  await first.stop();
  const told = await startWith(image, marks);
  await told.wait();
  const slip = await slipOf(told, 7);
  await told.wait();
  const later = await copyOf(image);
  const requestId = told.till.outbox.saves.findBySequence(slip ?? 0)?.requestId ?? '';
  expect(await told.till.outbox.decisions.discard(requestId, 'manager')).not.toBeNull();
  await told.wait();
  await told.stop();
  const again = await startWith(later, marks);
  await soon(() => expect(wentBackwards(again)).toEqual([`1 (${slip} < ${slip})`]));
});

describe('the second place', () => {
  test('says nothing of a till that goes on as it was, over every start and end', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    for (let number = 1; number <= 3; number += 1) {
      const opened = await startWith(folder, marks);
      await slipOf(opened, number);
      await opened.wait();
      await opened.stop();
      expect(wentBackwards(opened)).toEqual([]);
      expect(markIn(marks).lastSequence).toBe(number);
    }
    expect(readdirSync(marks)).toHaveLength(1);
  });

  test('keeps apart the tills that share it, also two of one image', async () => {
    const marks = await secondDrive();
    let image = '';
    for (let till = 1; till <= 2; till += 1) {
      image = await freshFolder();
      const opened = await startWith(image, marks);
      for (let number = 1; number <= till; number += 1) await slipOf(opened, number);
      await opened.wait();
      await opened.stop();
      expect(wentBackwards(opened)).toEqual([]);
    }
    expect(readdirSync(marks)).toHaveLength(2);
    const before = readdirSync(marks).map((name) => readFileSync(join(marks, name), 'utf8'));
    const clock = new VirtualClock(START);
    const copy = await startOn(SECOND, await copyOf(image), { clock, offer: null });
    await registerOn(copy, 7);
    await settled(clock);
    // Until the manager has answered it is the place of the other computer.
    expect(readdirSync(marks).map((name) => readFileSync(join(marks, name), 'utf8'))).toEqual(
      before,
    );
    expect(await answerOn(copy, 'start-empty')).toMatchObject({ ok: true });
    await soon(async () => {
      await clock.pass(500);
      expect(readdirSync(marks)).toHaveLength(3);
    });
    await settled(clock);
    expect(copy.codes()).not.toContain('store.went-backwards');
  });

  test('that somebody has written into, or emptied, is at worst written anew', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    const first = await startWith(folder, marks);
    await slipOf(first, 1);
    await first.wait();
    await first.stop();
    const [name = ''] = readdirSync(marks);
    writeFileSync(join(marks, name), '{"format":1,"lastNumber":999,"lastSequence":999,"mac":"x"}');
    const again = await startWith(folder, marks);
    await again.wait();
    expect(wentBackwards(again)).toEqual([]);
    expect(await slipOf(again, 2)).toBe(2);
    await again.wait();
    expect(markIn(marks).lastSequence).toBe(2);
  });

  test('that is away is told, holds up no save and no end, and is written when it is back', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    await rm(marks, { recursive: true });
    const opened = await startWith(folder, marks);
    await vi.waitFor(() => expect(opened.codes()).toContain('store.witness-away'));
    expect(await slipOf(opened, 1)).toBe(1);
    mkdirSync(marks);
    await opened.clock.pass(60_000);
    await opened.wait();
    await vi.waitFor(async () => {
      await opened.clock.pass(500);
      expect(markIn(marks).lastSequence).toBe(1);
    });
    expect(opened.codes()).not.toContain('store.witness-away');
  });

  test('that answers nothing holds up registering, sending and the end for seconds at the most, and is heeded late', async () => {
    const [folder, marks] = [await freshFolder(), await secondDrive()];
    const first = await startWith(folder, marks);
    await slipOf(first, 1);
    const image = await copyOf(folder);
    await slipOf(first, 2);
    await first.wait();
    await first.stop();

    const clock = new VirtualClock(START);
    let share: 'silent' | 'there' | 'dead' = 'silent';
    const silent: AskWitness = async (question, longest) => {
      if (share === 'there') return answerWitness(question);
      if (share === 'dead') await new Promise(() => undefined);
      await new Promise<void>((resolve) => clock.after(longest, resolve));
      return { ok: false, code: 'NO_ANSWER' };
    };
    const sent = vi.fn(() => Promise.reject(new Error('nobody there')));
    const more = { askWitness: silent, post: sent, isSending: true };
    const opened = await startWith(image, marks, { clock, ...more });
    expect(await slipOf(opened, 3)).toBe(2);
    for (let seconds = 0; seconds < 5; seconds += 1) {
      await clock.pass(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(sent).not.toHaveBeenCalled();
    await clock.pass(5_000);
    await vi.waitFor(() => expect(sent).toHaveBeenCalled());
    expect(wentBackwards(opened)).toEqual([]);
    share = 'there';
    for (let minutes = 0; minutes < 3; minutes += 1) await clock.pass(60_000);
    await opened.wait();
    await soon(() => expect(wentBackwards(opened)).toHaveLength(1));
    expect(await slipOf(opened, 4)).toBe(3);
    share = 'dead';
    const stopping = opened.stop();
    await clock.pass(5_000);
    await stopping;
  });

  test('that is chosen at the screen is used at once; another one takes its place, and none ends it', async () => {
    const [folder, first, second] = [await freshFolder(), await secondDrive(), await secondDrive()];
    const opened = await startWith(folder, '');
    await slipOf(opened, 1);
    for (const marks of [first, second, first]) {
      await opened.till.settings.provisionWith({ ...PROVISION, watermarkFolder: marks });
      await slipOf(opened, marks === second ? 3 : opened.till.outbox.saves.counts.pending + 3);
      await opened.wait();
      expect(markIn(marks).lastSequence).toBe(opened.till.outbox.numbers.lastSequence);
    }
    expect(wentBackwards(opened)).toEqual([]);
    const { watermarkFolder: _, ...without } = offerOf('').provision;
    await opened.till.settings.provisionWith(without);
    const before = markIn(first);
    await slipOf(opened, 8);
    await opened.wait();
    expect(markIn(first)).toEqual(before);
    expect([...opened.till.outbox.saves.values()].every(isUnfinished)).toBe(true);
  });
});
