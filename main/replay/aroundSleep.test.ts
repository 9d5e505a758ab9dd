import { describe, expect, test } from 'vitest';
import { accepted, errorAnswer, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const idOf = (number: number) => String(number).padStart(32, '0');

function promised<Value>() {
  let keep: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

/** A till, and a gateway whose clock is right (`real`), and that notes every effect by the save's number. */
async function world(tillIsAheadBy = 0) {
  const till = await new ReplayTill().start();
  const begun = till.clock.now() - tillIsAheadBy;
  const effects: number[] = [];
  let slept = 0;
  const real = () => begun + till.clock.monotonic() + slept;
  const serve = (requestId: string) => {
    const date = new Date(real()).toUTCString();
    if (Math.abs(till.gatewayClock.now() - real()) > 10 * minute) {
      return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date };
    }
    effects.push(Number(requestId));
    return { ...accepted('7'), date };
  };
  till.answer = serve;
  /** The steady clock stands still, and nobody says a word. */
  const sleep = (milliseconds: number) => {
    slept += milliseconds;
    till.clock.jump(milliseconds);
  };
  return { till, effects, real, serve, sleep };
}

describe('between the word that the PC goes to sleep and the one that it is back', () => {
  test('a call that left after the first and was lost before the second is in doubt since it left', async () => {
    const { till, effects, serve, sleep } = await world();
    const call = promised<typeof lostAnswer>();
    till.answer = (requestId) => {
      serve(requestId);
      return call.promise;
    };
    till.replayer.wake('suspend');
    await till.register(1);
    await till.clock.pass(0);
    expect(effects).toEqual([1]);
    sleep(31 * hour);
    till.answer = serve;
    call.keep(lostAnswer);
    await till.clock.pass(100);
    till.replayer.wake('resume');
    await till.clock.pass(2 * minute);
    expect(effects).toEqual([1]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('no answer shows the time; a minute later, where nobody says that it is back, it does again', async () => {
    const { till } = await world();
    till.replayer.wake('suspend');
    await till.register(1);
    await till.clock.pass(100);
    expect(till.state(1)?.state).toBe('accepted');
    expect(till.replayer.knownTime()).toBeNull();
    await till.clock.pass(minute);
    await till.register(2);
    await till.clock.pass(100);
    expect(till.replayer.knownTime()).not.toBeNull();
  });

  test('where the steady clock goes on, a call that took longer than any can is in doubt since it left', async () => {
    const { till, effects, serve } = await world();
    const call = promised<typeof lostAnswer>();
    till.answer = (requestId) => {
      serve(requestId);
      return call.promise;
    };
    till.replayer.wake('suspend');
    await till.register(1);
    await till.clock.pass(31 * hour);
    till.answer = serve;
    call.keep(lostAnswer);
    await till.clock.pass(100);
    till.replayer.wake('resume');
    await till.clock.pass(2 * minute);
    expect(effects).toEqual([1]);
  });
});

test('a sleep that nobody has told of makes no doubt younger', async () => {
  const { till, effects, serve, sleep } = await world();
  await till.register(9);
  await till.clock.pass(minute);
  till.answer = (requestId) => {
    serve(requestId);
    return lostAnswer;
  };
  await till.register(1);
  await till.clock.pass(0);
  expect(effects).toEqual([9, 1]);
  sleep(31 * hour);
  till.answer = serve;
  await till.register(2);
  await till.clock.pass(20 * minute);
  expect(effects).toEqual([9, 1, 2]);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('nor one of a doubt that was being stored while an answer proved the time', async () => {
  const { till, effects, serve, sleep } = await world();
  const storing = promised<void>();
  const settle = till.store.settle.bind(till.store);
  till.store.settle = async (save) => {
    if (save.requestId === idOf(1) && save.firstUnknownAt !== null) await storing.promise;
    return settle(save);
  };
  till.answer = (requestId) => {
    const answer = serve(requestId);
    return requestId === idOf(1) ? lostAnswer : answer;
  };
  await till.register(1);
  await till.clock.pass(0);
  // Shows the time while the doubt of the first is on its way to the disk.
  await till.register(2);
  await till.clock.pass(5_000);
  expect(till.replayer.knownTime()).not.toBeNull();
  storing.keep();
  await till.clock.pass(1);
  const before = effects.length;
  sleep(31 * hour);
  till.answer = serve;
  await till.register(3);
  await till.clock.pass(20 * minute);
  expect(effects.slice(before)).toEqual([3]);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('a save that leaves by the right time is not marked by the wrong one that was believed before', async () => {
  const { till, effects, real, serve } = await world(2 * day);
  for (const number of [1, 2, 3]) await till.register(number);
  await till.clock.pass(5 * minute);
  expect(effects.toSorted()).toEqual([1, 2, 3]);
  // From now on the till's own clock counts again, as after every sleep.
  till.replayer.wake('suspend');
  till.replayer.wake('resume');
  const marking = promised<void>();
  const settle = till.store.settle.bind(till.store);
  till.store.settle = async (save) => {
    const written = await settle(save);
    if (save.requestId === idOf(5) && save.state === 'sending') await marking.promise;
    return written;
  };
  const never = new Promise<never>(() => {});
  till.answer = (requestId) => {
    const answer = serve(requestId);
    return requestId === idOf(5) ? never : answer;
  };
  await Promise.all([till.register(4), till.register(5)]);
  await till.clock.pass(10);
  marking.keep();
  await till.clock.pass(10);
  expect(effects).toContain(5);
  // As a kill would leave it on the disk.
  expect(till.state(5)?.state).toBe('sending');
  expect(Math.abs((till.state(5)?.sentAt ?? 0) - real())).toBeLessThan(minute);
});

test('a wrong Date that is shown while a call is under way does not date its doubt ahead, on the disk neither', async () => {
  const { till, effects, real, serve } = await world();
  for (const number of [1, 2, 3]) await till.register(number);
  await till.clock.pass(5 * minute);
  const call = promised<typeof lostAnswer>();
  const date = new Date(real() + 3 * day).toUTCString();
  till.answer = (requestId) => {
    if (requestId === idOf(5)) return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date };
    serve(requestId);
    return call.promise;
  };
  await till.register(4);
  await till.clock.pass(10);
  await till.register(5);
  await till.clock.pass(10);
  expect(effects).toContain(4);
  call.keep(lostAnswer);
  await till.clock.pass(0);
  expect(till.state(4)?.state).toBe('pending');
  expect((till.state(4)?.firstUnknownAt ?? Number.NaN) - real()).toBeLessThan(minute);
});
