import { beforeEach, describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';
import type { WriteResult } from '../files/storeFailure.ts';

/** A disk on which marks go through at once and settles wait until the test lets them. */
class SlowSettles extends MemoryStore {
  readonly #waiting: (() => void)[] = [];

  override async settle(save: Save): Promise<WriteResult> {
    if (save.settledAt !== null) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return super.settle(save);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  letThrough(count: number): void {
    for (const resolve of this.#waiting.splice(0, count)) resolve();
  }
}

let store: SlowSettles;
let till: ReplayTill;
beforeEach(async () => {
  store = new SlowSettles();
  till = await new ReplayTill(store).start();
});

const sent = () => till.sent.map(({ requestId }) => Number(requestId));

describe('while an answer is on its way to the disk', () => {
  test('the next people’s saves are sent already', async () => {
    for (let number = 1; number <= 6; number += 1) await till.register(number);
    await till.clock.pass(0);
    expect(store.waiting).toBe(6);
    expect(sent()).toHaveLength(6);
    expect(till.outbox.counts.sending).toBe(6);
  });

  test('the next save of the same person waits, and goes as soon as it is stored', async () => {
    await till.register(1, '13800000001');
    await till.register(2, '13800000001');
    await till.clock.pass(10_000);
    expect(sent()).toEqual([1]);
    store.letThrough(1);
    await till.clock.pass(0);
    expect(sent()).toEqual([1, 2]);
  });

  test('nothing is shown as accepted', async () => {
    await till.register(1);
    await till.clock.pass(0);
    expect(till.outbox.counts).toMatchObject({ sending: 1, accepted: 0 });
    store.letThrough(1);
    await till.clock.pass(0);
    expect(till.outbox.counts).toMatchObject({ sending: 0, accepted: 1 });
  });

  test('a kill sends again what was not stored, under the same id with the same body', async () => {
    await till.register(1);
    await till.clock.pass(0);
    const again = new ReplayTill(new MemoryStore());
    for (const [requestId, save] of store.onDisk) again.store.onDisk.set(requestId, save);
    await again.start();
    await again.clock.pass(0);
    expect(again.sent.map(({ body }) => body)).toEqual(till.sent.map(({ body }) => body));
    expect(again.state(1)?.state).toBe('accepted');
  });

  test('no more than a few answers wait: a disk slower than the gateway slows the sending', async () => {
    for (let number = 1; number <= 50; number += 1) await till.register(number);
    await till.clock.pass(60_000);
    const ahead = sent().length;
    expect(ahead).toBeLessThanOrEqual(8 + 3);
    store.letThrough(5);
    await till.clock.pass(60_000);
    expect(sent().length).toBeGreaterThan(ahead);
    expect(store.waiting).toBeLessThanOrEqual(8 + 3);
  });

  test('eight answers may wait, and the ninth save leaves once one of them is stored', async () => {
    for (let number = 1; number <= 12; number += 1) {
      await till.register(number);
      await till.clock.pass(5_000);
    }
    expect(sent()).toHaveLength(8);
    store.letThrough(1);
    await till.clock.pass(5_000);
    expect(sent().length).toBeGreaterThan(8);
    store.letThrough(12);
    await till.clock.pass(60_000);
    expect(sent()).toHaveLength(12);
  });

  test('stopping waits for it', async () => {
    await till.register(1);
    await till.clock.pass(0);
    let isStopped = false;
    const stopped = till.replayer.stop(2_000).then(() => {
      isStopped = true;
    });
    await till.clock.pass(1_000);
    expect(isStopped).toBe(false);
    store.letThrough(1);
    await stopped;
    expect(till.state(1)?.state).toBe('accepted');
  });
});
