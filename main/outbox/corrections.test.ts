import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { CorrectionTill, idOf } from '../../testing/tills/correctionTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '7' };
const rejected: Outcome = { ...words, class: 'rejected' };

let till: CorrectionTill;
beforeEach(async () => {
  till = await CorrectionTill.start();
});

describe('a correction', () => {
  test('of a waiting save goes after it, also when it is the number that was wrong', async () => {
    await till.enqueue(1);
    await till.enqueue(2, 1);
    await till.enqueue(3, 2);
    expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(1)]);
    await till.send(1, accepted);
    expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('never changes a byte of the original', async () => {
    await till.enqueue(1);
    const before = till.store.onDisk.get(idOf(1));
    await till.enqueue(2, 1);
    expect(till.store.onDisk.get(idOf(1))).toEqual(before);
  });

  test('of a held save closes it, on disk, before the cashier is told', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    expect(till.stateOf(1)).toBe('discarded: corrected');
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({
      state: 'discarded',
      closedReason: 'corrected',
    });
    expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('of an accepted save is a new save of the same member', async () => {
    await till.enqueue(1);
    await till.send(1, accepted);
    await till.enqueue(2, 1);
    expect(till.stateOf(1)).toBe('accepted');
    expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('that is not stored leaves the original as it was', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    till.store.writesLeft = 0;
    expect(await till.enqueue(2, 1)).toMatchObject({ ok: false });
    expect(till.stateOf(1)).toBe('held');
  });

  test('is finished at the next start when the till was killed between the two writes', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    till.store.writesLeft = 1;
    expect(await till.enqueue(2, 1)).toMatchObject({ ok: true });
    expect(till.store.onDisk.get(idOf(1))?.state).toBe('held');
    await till.reopen();
    expect(till.stateOf(1)).toBe('discarded: corrected');
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({ closedReason: 'corrected' });
  });

  test('makes a refusal of the waiting original need nobody', async () => {
    await till.enqueue(1);
    await till.enqueue(2, 1);
    await till.send(1, rejected);
    expect(till.stateOf(1)).toBe('discarded: corrected');
    expect(till.store.onDisk.get(idOf(1))?.lastOutcome?.class).toBe('rejected');
  });

  test('that a manager has discarded corrects nothing: the original needs somebody again', async () => {
    await till.enqueue(1);
    await till.enqueue(2, 1);
    await till.outbox.decisions.discard(idOf(2), 'manager');
    await till.send(1, rejected);
    expect(till.stateOf(1)).toBe('held');
    await till.reopen();
    expect(till.stateOf(1)).toBe('held');
  });

  test('cannot be undone by sending the corrected save after it', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    expect(await till.outbox.decisions.requeue(idOf(1))).toBeNull();
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
    expect(till.stateOf(1)).toBe('discarded: corrected');
  });

  test('that names itself, or a save that is not here, is a plain save', async () => {
    await till.enqueue(1, 1);
    await till.enqueue(2, 9);
    for (const number of [1, 2]) {
      await till.send(number, rejected);
      expect(till.stateOf(number)).toBe('held');
    }
  });

  test('sent again at the same moment: the original goes first, and the correction after it', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await Promise.all([till.outbox.decisions.sendAgain(idOf(1)), till.enqueue(2, 1)]);
    const [first] = till.chosen();
    expect(till.stateOf(1) === 'pending' ? first?.requestId : idOf(1)).toBe(idOf(1));
    if (till.stateOf(1) === 'pending') {
      expect(till.chosen()).toHaveLength(1);
      await till.send(1, rejected);
    }
    expect(till.stateOf(1)).toBe('discarded: corrected');
  });
});
