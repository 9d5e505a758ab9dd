import { beforeEach, describe, expect, test } from 'vitest';
import {
  accepted,
  errorAnswer,
  gatewayAt,
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

describe('the manager’s word where no answer has proved the time since the start', () => {
  const OFF = 365 * DAY;
  /** A save that may have taken effect, held as stale, at a till whose clock is off by so much; what time it really is. */
  const requeuedBy = async (off: number) => {
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(1_000);
    till.answer = () => refusedConnection;
    await till.clock.pass(2 * DAY);
    await till.replayer.stop(0);
    const again = new ReplayTill(till.store);
    const time = till.clock.now();
    again.clock.jump(time - again.clock.now() + off);
    again.answer = () => refusedConnection;
    await again.start();
    expect(again.replayer.knownTime()).toBeNull();
    expect(await again.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
    return { again, time };
  };
  /** The line is there again after so many days, and something else asks first what time it is. */
  const goesOnAfter = async (
    { again, time }: Awaited<ReturnType<typeof requeuedBy>>,
    days: number,
  ) => {
    await again.clock.pass(days * DAY);
    again.answer = gatewayAt(again, time);
    await again.register(5);
    await again.clock.pass(30 * 60_000);
    expect(again.replayer.knownTime()).not.toBeNull();
    return again.state(1)?.state;
  };

  test.each([
    [-OFF, 0.9, 'accepted'],
    [-OFF, 2, 'held'],
    [OFF, 0.9, 'accepted'],
    [OFF, 2, 'held'],
    [0, 0.9, 'accepted'],
    [0, 2, 'held'],
  ])(
    'is dated once it is known: by a clock that is %i ms off, %d days later, the save is %s',
    async (off, days, state) => {
      expect(await goesOnAfter(await requeuedBy(off), days)).toBe(state);
    },
  );

  test('is not forgotten by a restart: a till that was off for days asks once more', async () => {
    const { again } = await requeuedBy(0);
    await again.replayer.stop(0);
    const third = new ReplayTill(again.store);
    third.clock.jump(again.clock.now() - third.clock.now() + 10 * DAY);
    await third.start();
    await third.clock.pass(60_000);
    expect(third.sent).toEqual([]);
    expect(third.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });
});

describe('the manager’s word after a time that a 31 has shown and nothing has proved', () => {
  /**
   * A till whose clock is right, or `behind` (ms); an answer was lost, and a node says 31 with a `Date` that is `ahead` (ms).
   * The line is dead then for `days`, and the manager requeues what has become stale. The till is killed.
   */
  const killedAfterTheWord = async ({ ahead = 0, days = 2, behind = 0 }) => {
    const first = await new ReplayTill().start();
    first.clock.jump(-behind);
    const time = () => first.clock.now() + behind;
    first.answer = (_id, attempt) => {
      if (attempt === 1) return lostAnswer;
      const date = new Date(time() + ahead).toUTCString();
      return attempt === 2
        ? { ...errorAnswer(31, 'isv.timestamp-limit-error'), date }
        : refusedConnection;
    };
    await first.register(1);
    await first.clock.pass(60_000);
    await first.clock.pass(days * DAY);
    if (first.state(1)?.state === 'pending') await first.outbox.decisions.discard(ID, 'manager');
    expect(await first.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
    await first.replayer.stop(0);
    return first;
  };
  /** Started so much later (ms), with the clock as it went on. */
  const startedLater = async (first: ReplayTill, later: number, behind = 0) => {
    const again = new ReplayTill(first.store);
    again.clock.jump(first.clock.now() - again.clock.now() + later);
    again.answer = gatewayAt(again, again.clock.now() + behind);
    await again.start();
    await again.clock.pass(30 * 60_000);
    return again;
  };

  test.each([3 * DAY, 40 * DAY])(
    'counts on the disk as well, whatever was dated before: by a node that is %i ms off',
    async (ahead) => {
      const again = await startedLater(await killedAfterTheWord({ ahead }), 0.5 * DAY);
      expect(again.state(1)?.state).toBe('accepted');
    },
  );

  test.each([3 * DAY, 40 * DAY])(
    'is not younger on the disk than by the till’s own clock: %i ms ahead, it waits for the manager again after a day',
    async (ahead) => {
      const again = await startedLater(await killedAfterTheWord({ ahead }), 2 * DAY);
      expect(again.sent).toEqual([]);
      expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    },
  );

  test.each([
    ['the till’s own clock is a year behind', { behind: 365 * DAY, days: 0 }],
    ['what was shown is three days behind', { ahead: -3 * DAY }],
  ])('is asked for once more where %s', async (_, off) => {
    const behind = 'behind' in off ? off.behind : 0;
    const first = await killedAfterTheWord(off);
    const again = await startedLater(first, 60_000, behind);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(await again.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
    again.replayer.wake('send-now');
    await again.clock.pass(30 * 60_000);
    expect(again.state(1)?.state).toBe('accepted');
  });
});
