import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const FLUSH_MS = 40;
const idOf = (number: number) => String(number).padStart(32, '0');

/** A disk whose flush takes a while. */
class SlowStore extends MemoryStore {
  flush: () => Promise<void> = async () => undefined;
  override async put(save: Save) {
    await this.flush();
    return this.write(save);
  }
}

test.each([-30, -10, 0, 10, 30, 60])(
  'what a correction has replaced is held again once the manager has discarded that, also where its refusal comes %i ms after the press',
  async (answerAt) => {
    const store = new SlowStore();
    const till = new ReplayTill(store);
    const { clock } = till;
    await till.start();
    const refusal = errorAnswer(40, 'isv.invalid-parameter');
    let refuse = () => {};
    till.answer = (id) => {
      if (id !== idOf(1)) return refusal;
      return new Promise((resolve) => {
        refuse = () => resolve(refusal);
      });
    };
    await till.register(1);
    await clock.pass(1_000);
    // Corrected while it is on its way.
    await till.register(2, '13800009999', null, 1);
    expect(till.state(1)?.state).toBe('sending');
    store.flush = () => new Promise((resolve) => clock.after(FLUSH_MS, resolve));
    clock.after(Math.max(0, answerAt), () => refuse());
    await clock.pass(Math.max(0, -answerAt));
    const discarding = till.outbox.decisions.discard(idOf(2), 'manager');
    await clock.pass(5_000);
    expect(await discarding).toMatchObject({ state: 'discarded', closedReason: 'manager' });
    expect(till.state(1)).toMatchObject({ state: 'held', closedReason: null });
    store.flush = async () => undefined;
    const again = await new ReplayTill(store).start();
    await again.clock.pass(60_000);
    expect(again.state(1)).toMatchObject({ state: 'held', closedReason: null });
  },
);
