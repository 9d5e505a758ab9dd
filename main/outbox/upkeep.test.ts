import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { CLOSED_REASONS, type Save } from '../../app/outbox/save.ts';
import { isOutlived as isOld } from './upkeep.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 24);

/** Whether a save is outlived; by the till's clock and the gateway's, accepted ones after a week. */
function isOutlived(save: Partial<Save>, confirmedTime: number | null = now): boolean {
  return isOld(aSave(save), { now, confirmedTime }, 7 * DAY);
}

describe('what nobody can need any more', () => {
  test('is a masked line of what was accepted longer ago than it stays', () => {
    const accepted = (settledAt: number) => isOutlived({ state: 'accepted', settledAt }, null);
    expect([accepted(now - 7 * DAY - 1), accepted(now - 7 * DAY)]).toEqual([true, false]);
  });

  test('is what was closed more than thirty days ago by the gateway’s clock', () => {
    for (const closedReason of CLOSED_REASONS) {
      const discarded = (settledAt: number, confirmedTime: number | null) =>
        isOutlived({ state: 'discarded', closedReason, settledAt }, confirmedTime);
      expect(discarded(now - 30 * DAY - 1, now)).toBe(true);
      expect(discarded(now - 30 * DAY, now)).toBe(false);
      expect(discarded(now - 90 * DAY, null), 'while nobody knows what time it is').toBe(false);
      expect(discarded(now - 90 * DAY, now - 80 * DAY), 'by a clock that is ahead').toBe(false);
    }
  });

  test('is never what still waits, whatever its age', () => {
    for (const state of ['pending', 'sending', 'held'] as const) {
      expect(isOutlived({ state, settledAt: 0 })).toBe(false);
    }
    expect(isOutlived({ state: 'accepted', settledAt: null })).toBe(false);
  });
});
