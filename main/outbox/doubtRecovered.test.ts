import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { accepted, account, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A change takes some turns of the loop, as on a disk. */
class SlowStore extends MemoryStore {
  turns = 0;
  /** Called when an acceptance begins to be written. */
  onAccepting = () => {};

  override async put(save: Save) {
    if (save.state === 'accepted') this.onAccepting();
    for (let waited = 0; waited < this.turns; waited += 1) await turn();
    return super.put(save);
  }
}

/** A till with so many that wait, all of them on a slow disk. */
async function waiting(count: number) {
  const store = new SlowStore();
  const till = new ReplayTill(store);
  till.account = null;
  await till.start();
  for (let number = 1; number <= count; number += 1) await till.register(number);
  store.turns = 5;
  const [boundary, at] = [count, till.clock.now()];
  return {
    till,
    store,
    /** A late answer of the second place: what was there when the till was opened may have been sent. */
    doubt: async (since = at) => {
      const record = { at: since, lastSequence: boundary };
      const result = await till.outbox.returning.doubtRecovered(record);
      till.replayer.wake('answer');
      return result;
    },
    send: () => {
      till.account = account;
      till.replayer.wake('settings');
    },
    pass: async (times: number, milliseconds = 100) => {
      for (let passed = 0; passed < times; passed += 1) {
        await till.clock.pass(milliseconds);
        await turn();
      }
    },
    statesOnDisk: () => [...store.onDisk.values()].map(({ state }) => state),
  };
}

const idOf = (number: number) => String(number).padStart(32, '0');

describe('what is doubted while the till is at work', () => {
  test('leaves alone what a manager discards meanwhile', async () => {
    const { till, store, doubt } = await waiting(1_200);
    const doubting = doubt();
    expect(await till.outbox.decisions.discard(idOf(1_200), 'manager')).not.toBeNull();
    await doubting;
    expect(till.outbox.saves.find(idOf(1_200))?.state).toBe('discarded');
    expect(store.onDisk.get(idOf(1_200))?.state).toBe('discarded');
  });

  test('leaves alone the word by which a manager sends it again', async () => {
    const { till, store, doubt } = await waiting(1_200);
    await till.clock.pass(2 * DAY);
    const doubting = doubt();
    await turn();
    expect(till.outbox.saves.find(idOf(1_200))?.heldReason).toBe('late-import');
    expect(await till.outbox.decisions.requeue(idOf(1_200))).not.toBeNull();
    await doubting;
    expect(till.outbox.saves.find(idOf(1_200))?.state).toBe('pending');
    expect(store.onDisk.get(idOf(1_200))?.state).toBe('pending');
    expect(store.onDisk.get(idOf(1_199))?.heldReason).toBe('late-import');
  });

  test('is sent once: one whose acceptance is just being written stays accepted, on the disk too', async () => {
    const { till, store, doubt, send, pass, statesOnDisk } = await waiting(6);
    let doubting: Promise<unknown> | null = null;
    store.onAccepting = () => {
      doubting ??= doubt();
    };
    send();
    await pass(2_000);
    await doubting;
    expect(doubting).not.toBeNull();
    expect(till.sent).toHaveLength(6);
    expect(new Set(statesOnDisk())).toEqual(new Set(['accepted']));
  });

  test('waits for the answers under way, and nothing leaves before it is in doubt', async () => {
    const { till, doubt, send, pass } = await waiting(3);
    let answer = () => {};
    till.answer = (id, attempt) =>
      attempt > 1 || till.sent.length > 1
        ? accepted(`9${id}`)
        : new Promise((resolve) => {
            answer = () => resolve(accepted(`9${id}`));
          });
    send();
    await pass(10);
    expect(till.sent).toHaveLength(1);
    const [first = { requestId: '' }] = till.sent;
    await till.clock.pass(2 * DAY);
    const doubting = doubt();
    const { requestId } = await till.register(4).then(() => ({ requestId: idOf(4) }));
    await pass(20);
    expect(till.sent).toHaveLength(1);
    answer();
    await pass(50);
    expect(await doubting).toEqual({ count: 2, isStored: true });
    await pass(100);
    expect(till.outbox.saves.find(first.requestId)?.state).toBe('accepted');
    // What was registered since is nobody else's, and goes.
    expect(till.sent.map((one) => one.requestId)).toEqual([first.requestId, requestId]);
    expect([...till.outbox.saves.values()].map(({ heldReason }) => heldReason)).toContain(
      'late-import',
    );
  });

  test('holds the sending for half a minute at the most where an answer does not come', async () => {
    const { till, doubt, send, pass } = await waiting(2);
    till.answer = () => new Promise(() => {});
    send();
    await pass(10);
    const sending = till.sent.length;
    expect(sending).toBeGreaterThan(0);
    let result: unknown = null;
    void doubt().then((stored) => {
      result = stored;
    });
    await pass(10, 2_000);
    expect(result).toBeNull();
    await pass(10, 2_000);
    // What is being sent is to be doubted once more, when it waits again.
    expect(result).toMatchObject({ isStored: false });
  });
});

test('a doubt that the disk refuses is known all the same, also of one that somebody is deciding about', async () => {
  const { till, store, doubt } = await waiting(3);
  store.refusal = { ok: false, failure: 'store.failed', detail: 'EIO' };
  await till.clock.pass(10 * MINUTE);
  const deciding = till.outbox.decisions.discard(idOf(2), 'manager');
  const at = till.clock.now() - 2 * DAY;
  expect(await doubt(at)).toEqual({ count: 3, isStored: false });
  expect(await deciding).toBeNull();
  const known = till.outbox.saves.unfinished();
  expect(known.map(({ firstUnknownAt }) => firstUnknownAt)).toEqual([at, at, at]);
});
