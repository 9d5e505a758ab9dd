import { expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { accepted, ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const ID = '1'.padStart(32, '0');

async function offline(): Promise<ReplayTill> {
  const till = new ReplayTill();
  till.answer = () => refusedConnection;
  return till.start();
}

test.each([false, true])(
  'what a manager discarded while nobody knew the time comes home for him with a file that was written since, tidied in between or not: %s',
  async (isTidied) => {
    const [here, there] = [await offline(), await offline()];
    const pass = async (ms: number) => {
      for (const till of [here, there]) await till.clock.pass(ms);
    };
    await here.register(1, undefined, CONSENT);
    await pass(MINUTE);
    // Offline, the queue is given to the other till; somebody reads the same file here once more.
    const file = await fileOf(here);
    for (const till of [there, here])
      expect(await takeOverQueue(till.outbox, file)).toMatchObject({ taken: 1 });
    await pass(MINUTE);
    // The other till has the member, so the manager discards this one.
    const closing = { reason: 'duplicate', operatorId: '3' } as const;
    expect(await here.outbox.decisions.discard(ID, 'manager', closing)).not.toBeNull();
    expect(here.state(1)?.settledAt).toBeNull();
    await pass(MINUTE);
    // And that till is given up.
    const back = await fileOf(there);
    await pass(MINUTE);
    if (isTidied) {
      // Two answers prove the time here.
      here.answer = () => ({ ...accepted('7'), date: new Date(here.clock.now()).toUTCString() });
      await here.register(8, undefined, CONSENT);
      here.replayer.wake('send-now');
      await pass(11 * MINUTE);
      await here.register(9, undefined, CONSENT);
      await pass(MINUTE);
      expect(here.replayer.confirmedTime()).not.toBeNull();
      await here.outbox.housekeep(here.replayer.confirmedTime());
      // It is kept from now on.
      expect(here.state(1)?.settledAt).not.toBeNull();
    }
    expect(await takeOverQueue(here.outbox, back)).toMatchObject({ taken: 1 });
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  },
);
