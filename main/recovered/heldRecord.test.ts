import { expect, test, vi } from 'vitest';

const held = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    // As a virus scanner looks at a file that was just read: for a moment it cannot be removed.
    unlink: async (path: string) => {
      if (held.refusals > 0 && path.endsWith('recovered.json')) {
        held.refusals -= 1;
        throw Object.assign(new Error('held'), { code: 'EBUSY' });
      }
      return real.unlink(path);
    },
  };
});

const { VirtualClock } = await import('../../testing/doubles/virtualClock.ts');
const { DAY, START, save, stateOf, tillOfLostKey } = await import('../../testing/tills/lostKey.ts');
const { writeRecoveryRecord } = await import('./recoveryRecord.ts');

test('what the manager decides behind a recovery holds, also where its record was held for a moment', async () => {
  const { folder, till: first, start } = await tillOfLostKey();
  for (const number of [1, 2]) await save(first.till, number);
  await first.stop();
  await writeRecoveryRecord(folder, { at: START, lastSequence: 2 });
  held.refusals = 3;
  const second = await start({ clock: new VirtualClock(START + 2 * DAY) });
  expect([1, 2].map((number) => stateOf(second.till, number))).toEqual([
    'late-import',
    'late-import',
  ]);
  await second.till.outbox.decisions.requeue('1'.repeat(32));
  await second.stop();
  const third = await start({ clock: new VirtualClock(START + 2 * DAY + 1) });
  expect([1, 2].map((number) => stateOf(third.till, number))).toEqual(['pending', 'late-import']);
});
