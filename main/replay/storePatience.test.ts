import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { StorePatience } from './storePatience.ts';

/** The longest waits that chance can give. */
function patient() {
  const clock = new VirtualClock();
  return { clock, patience: new StorePatience(clock, () => 1) };
}

/** A store that takes nothing the first `refusals` times; counts how often it was asked. */
function refusing(refusals: number) {
  const store = { asked: 0, ask: async () => (++store.asked > refusals ? 'stored' : null) };
  return store;
}

describe('what can wait', () => {
  test('is asked at once, after 8 s, after 16 s more, and so on while the store refuses', async () => {
    const { clock, patience } = patient();
    expect(patience.blockedFor()).toBe(0);
    for (const wait of [8_000, 16_000, 32_000]) {
      patience.failed();
      expect(patience.blockedFor()).toBe(wait);
      await clock.pass(wait);
      expect(patience.blockedFor()).toBe(0);
    }
  });

  test('several that one and the same disk refuses count once', async () => {
    const { clock, patience } = patient();
    patience.failed();
    await clock.pass(7_999);
    patience.failed();
    expect(patience.blockedFor()).toBe(1);
    await clock.pass(1);
    patience.failed();
    expect(patience.blockedFor()).toBe(16_000);
  });

  test('is asked at once when something was stored in the first moment of all', () => {
    const { patience } = patient();
    patience.failed();
    patience.worked();
    expect(patience.blockedFor()).toBeLessThanOrEqual(0);
  });

  test('is asked at once again when something was stored, and then as patiently as at first', async () => {
    const { clock, patience } = patient();
    patience.failed();
    await clock.pass(8_000);
    patience.failed();
    patience.worked();
    expect(patience.blockedFor()).toBeLessThanOrEqual(0);
    patience.failed();
    expect(patience.blockedFor()).toBe(8_000);
  });
});

/** Counts of every alarm that is set in a clock how often it was put off again. */
function counted(clock: VirtualClock) {
  const ends: number[] = [];
  const after = (milliseconds: number, callback: () => void) => {
    const cancel = clock.after(milliseconds, callback);
    const at = ends.push(0) - 1;
    return () => {
      ends[at] = (ends[at] ?? 0) + 1;
      cancel();
    };
  };
  return { ends, clock: { now: clock.now, monotonic: clock.monotonic, after } };
}

describe('what must not be forgotten', () => {
  test('leaves no alarm behind in the clock, and is done with each wait once, however that ended', async () => {
    const clock = new VirtualClock();
    const { ends, clock: counting } = counted(clock);
    const patience = new StorePatience(counting, () => 1);
    const store = refusing(3);
    const stored = patience.untilStored(store.ask, () => true);
    await clock.pass(0);
    patience.worked();
    await clock.pass(4_000);
    patience.worked();
    expect(await stored).toBe('stored');
    expect(ends).toEqual([1, 1, 1]);
  });

  test('is asked again after 2 s, 4 s, 8 s, until it is stored', async () => {
    const { clock, patience } = patient();
    const store = refusing(3);
    const stored = patience.untilStored(store.ask, () => true);
    const asked: number[] = [];
    for (const wait of [0, 1_999, 1, 3_999, 1, 7_999, 1]) {
      await clock.pass(wait);
      asked.push(store.asked);
    }
    expect(asked).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(await stored).toBe('stored');
  });

  test('is asked at once when something else was stored, and its old time does not come again', async () => {
    const { clock, patience } = patient();
    const store = refusing(2);
    void patience.untilStored(store.ask, () => true);
    await clock.pass(0);
    patience.worked();
    await clock.pass(3_999);
    expect(store.asked).toBe(2);
    await clock.pass(1);
    expect(store.asked).toBe(3);
  });

  test('that is stored opens the way for all the others', async () => {
    const { clock, patience } = patient();
    patience.failed();
    const store = refusing(1);
    void patience.untilStored(store.ask, () => true);
    await clock.pass(0);
    expect(
      await patience.untilStored(
        async () => 'other',
        () => true,
      ),
    ).toBe('other');
    expect(patience.blockedFor()).toBeLessThanOrEqual(0);
    await clock.pass(0);
    expect(store.asked).toBe(2);
  });

  test('is given up when it is not wanted any more', async () => {
    const { clock, patience } = patient();
    const store = refusing(9);
    let isWanted = true;
    const stored = patience.untilStored(store.ask, () => isWanted);
    await clock.pass(0);
    isWanted = false;
    await clock.pass(2_000);
    expect(await stored).toBeNull();
    expect(store.asked).toBe(1);
  });
});
