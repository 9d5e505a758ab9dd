import { expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { Watermark } from '../journal/watermark.ts';
import { HeldMark } from './heldMark.ts';

test('where the disk keeps no doubt, a mark that is given meanwhile is heeded all the same, and nothing waits for that disk any more', async () => {
  const opening = { lastNumber: 4, lastSequence: 1, changedAt: 7, lastGiven: 1 };
  const file = {
    heldBy: 'data.mark EIO' as string | null,
    given: null as Watermark | null,
    readAgain: async () => file.given,
    release: () => void Object.assign(file, { heldBy: null }),
  };
  const clock = new VirtualClock(0);
  const doubt = vi.fn(async () => false);
  const warn = vi.fn();
  const mark = new HeldMark({
    ...{ file, opening, clock, doubt, warn },
    lastNumber: () => 4,
    goOnBehind: () => undefined,
    log: { warn: () => undefined },
  });
  const looked = vi.fn();
  void mark.look().then(looked);
  await clock.pass(60_000);
  expect(doubt).toHaveBeenCalled();
  expect(looked).not.toHaveBeenCalled();
  file.given = { lastNumber: 4, lastSequence: 1 };
  await clock.pass(60_000);
  expect(looked).toHaveBeenCalled();
  expect(warn.mock.lastCall).toEqual(['store.mark-unread', null]);
});
