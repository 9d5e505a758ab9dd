import { beforeEach, describe, expect, test } from 'vitest';
import {
  accepted,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const DAY = 24 * 60 * 60_000;
const ID = '1'.padStart(32, '0');

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
  // An answer proves what time it is.
  await till.register(9);
  await till.clock.pass(1_000);
  expect(till.replayer.knownTime()).not.toBeNull();
});
/** The line is dead for so long, and then it is there again. */
const comesBackAfter = async (days: number) => {
  till.answer = () => refusedConnection;
  till.replayer.wake('send-now');
  await till.clock.pass(days * DAY);
  till.sent.length = 0;
  till.answer = () => accepted('7');
  till.replayer.wake('network');
  await till.clock.pass(120_000);
};

describe('what the manager has put back into the queue, and may have taken effect', () => {
  const inDoubt = async () => {
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(1_000);
    till.answer = () => refusedConnection;
    await till.clock.pass(2 * DAY);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(await till.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
  };

  test('goes by itself for a day after that, and then waits for the manager again', async () => {
    await inDoubt();
    await comesBackAfter(10);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('goes within the day', async () => {
    await inDoubt();
    await comesBackAfter(0.9);
    expect(till.state(1)?.state).toBe('accepted');
  });
});

test('what had moved, and the manager has requeued, may be sent by another till: it goes for a day, and then waits', async () => {
  till.answer = () => refusedConnection;
  await till.register(1);
  await till.outbox.decisions.discard(ID, 'moved');
  await till.outbox.decisions.requeue(ID);
  await comesBackAfter(2);
  expect(till.sent).toEqual([]);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('what was only refused has left no doubt behind, however long it waits after the manager has requeued it', async () => {
  till.answer = () => refusedConnection;
  await till.register(1);
  await till.clock.pass(1_000);
  await till.outbox.decisions.discard(ID, 'manager');
  await till.outbox.decisions.requeue(ID);
  await comesBackAfter(10);
  expect(till.state(1)?.state).toBe('accepted');
});
