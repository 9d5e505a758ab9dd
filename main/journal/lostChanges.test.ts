import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { recover } from '../../app/outbox/transitions.ts';
import { asOfLostLines, doubtLost } from './lostChanges.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NOW = 1_000 * DAY;
const made = (sequence: number, ago: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, createdAt: NOW - ago, ...parts });

/** Since how long ago (ms) each of these saves is in doubt, at the start, where the store was found so; null: it is not. */
function doubtsIn(saves: Save[], codes: StoreWarning['code'][]) {
  const read = new Map(saves.map((save) => [save.requestId, save]));
  const found = codes.map((code) => ({ code }));
  const changed = doubtLost(read, found, NOW);
  const others = [...read.values()].filter((save) => !saves.includes(save));
  expect(changed).toEqual(others);
  return [...read.values()].map((save) => {
    const { firstUnknownAt } = recover(save, NOW);
    return firstUnknownAt === null ? null : NOW - firstUnknownAt;
  });
}

describe('what is open in a store that has lost something may have been sent', () => {
  const waiting = [made(1, 9 * DAY), made(2, HOUR)];

  test('where its end is missing, or a copy was put back: since the last change that is there', () => {
    const here = doubtsIn(waiting, ['store.went-backwards']);
    expect(here).toEqual([HOUR, HOUR]);
  });

  test('where lines between others are lost: since it was made', () => {
    for (const more of [[], ['store.went-backwards' as const]]) {
      const here = doubtsIn(waiting, ['store.lines-lost', ...more]);
      expect(here).toEqual([9 * DAY, HOUR]);
    }
  });

  test('where nothing is lost: not', () => {
    const here = doubtsIn(waiting, ['store.torn-tail', 'store.set-aside']);
    expect(here).toEqual([null, null]);
  });

  test('also what is held, and never later than was known; what is over is over', () => {
    const settledAt = NOW - 30 * 60_000;
    const saves = [
      made(1, 2 * DAY, { state: 'held', heldReason: 'rejected', settledAt }),
      made(2, 2 * DAY, { firstUnknownAt: NOW - DAY }),
      made(3, 2 * DAY, { state: 'accepted', settledAt }),
      made(4, 2 * DAY, { state: 'discarded', settledAt }),
      made(5, 2 * DAY, { state: 'sending', sentAt: NOW - 3 * HOUR }),
    ];
    const found = doubtsIn(saves, ['store.went-backwards']);
    expect(found).toEqual([30 * 60_000, DAY, null, null, 3 * HOUR]);
  });

  test('for too long where something is dated ahead: one of the clocks was wrong', () => {
    const ahead = [made(1, HOUR), made(2, -HOUR)];
    const behind = doubtsIn(ahead, ['store.went-backwards']);
    expect(behind).toEqual([DAY + 1, DAY + 1]);
    const gapped = doubtsIn(ahead, ['store.lines-lost']);
    expect(gapped).toEqual([HOUR, DAY + 1]);
  });

  test('also where only one save of it is looked at, as soon as it was made', () => {
    const save = made(1, 2 * DAY);
    expect(asOfLostLines(save, [{ code: 'store.lines-lost' }], NOW)).toMatchObject({
      firstUnknownAt: NOW - 2 * DAY,
    });
    expect(asOfLostLines(save, [{ code: 'store.went-backwards' }], NOW)).toBe(save);
    const over = made(2, 2 * DAY, { state: 'accepted' });
    expect(asOfLostLines(over, [{ code: 'store.lines-lost' }], NOW)).toBe(over);
  });
});
