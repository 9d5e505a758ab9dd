import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { DAY, START, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { OPERATOR, PIN } from '../../testing/tills/openedTill.ts';
import { writeRecoveryRecord } from './recoveryRecord.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

test.each([
  ['', () => () => undefined],
  [
    ', also where a scanner held the trail at the start that heard of it',
    (folder: string) => refuseToRead(`${folder}.audit`),
  ],
])(
  'what the manager decides about a queue that was recovered holds over the next start%s',
  async (_when, hold) => {
    const { folder, start, till } = await tillOfLostKey();
    await save(till.till, 1);
    await till.stop();
    await writeRecoveryRecord(folder, { at: START - 3 * DAY, lastSequence: 9 });
    const letGo = hold(folder);
    const clock = new VirtualClock(START);
    const first = await start({ clock });
    letGo();
    await clock.pass(60_000);
    await vi.waitFor(() => expect(first.codes()).not.toContain('audit.refused'));
    await vi.waitFor(async () =>
      expect((await first.lines()).map(({ action }) => action)).toContain('queue.recovered'),
    );
    await first.till.outbox.delivery.holdStale(clock.now);
    expect(stateOf(first.till, 1)).toBe('late-import');
    const requestId = '1'.repeat(32);
    const given = { requestId, operatorId: OPERATOR, pin: PIN };
    expect(await first.calls.sendHeldAgain(given)).toMatchObject({ ok: true });
    expect(stateOf(first.till, 1)).toBe('pending');
    await first.stop();
    const second = await start({ clock });
    await second.till.outbox.delivery.holdStale(clock.now);
    expect(stateOf(second.till, 1)).toBe('pending');
  },
);
