import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MoveDesk } from '../../testing/tills/moveDesk.ts';

const DAY = 86_400_000;

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** As with a late answer of the second place: the store had gone backwards, and what waits may have been sent long ago. */
const heard = () =>
  desk.from.outbox.returning.doubtRecovered({
    at: desk.from.clock.now() - 3 * DAY,
    lastSequence: 2,
  });

test('a doubt that is heard while a file is written keeps its saves here: another till would send them by itself', async () => {
  expect(await desk.exportWhileWriting(heard)).toBe('move.decided-meanwhile');
  expect(existsSync(desk.file)).toBe(false);
  expect(desk.lines.at(-1)).toEqual({ action: 'queue.not-moved', saves: 2 });
});

test('and stays, as old as it was heard to be: that there is no file after all takes back only what the file had made', async () => {
  const since = desk.from.clock.now() - 3 * DAY;
  await desk.exportWhileWriting(heard);
  for (const number of [1, 2])
    expect(desk.from.state(number)).toMatchObject({
      state: 'held',
      heldReason: 'late-import',
      lentAt: null,
    });
  const doubts = [1, 2].map((number) => desk.from.state(number)?.firstUnknownAt ?? 0);
  expect(Math.max(...doubts)).toBeLessThanOrEqual(since);
});
