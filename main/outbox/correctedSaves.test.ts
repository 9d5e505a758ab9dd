import { beforeEach, describe, expect, test } from 'vitest';
import { fault } from '../../app/gateway/fault.fixture.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { CorrectionTill, idOf } from '../../testing/tills/correctionTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '7' };
const rejected: Outcome = { ...words, class: 'rejected' };

let till: CorrectionTill;
beforeEach(async () => {
  till = await CorrectionTill.start();
});

describe('a corrected save', () => {
  test('that its manager discards while it waits is never requeued over its correction', async () => {
    await till.enqueue(1);
    await till.enqueue(2, 1);
    await till.outbox.decisions.discard(idOf(1), 'manager');
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({ closedReason: 'corrected' });
    await till.send(2, accepted);
    expect(await till.outbox.decisions.requeue(idOf(1))).toBeNull();
    expect(till.chosen()).toEqual([]);
  });

  test('that was discarded while the form corrected it is closed for good, on disk', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.outbox.decisions.discard(idOf(1), 'manager');
    await till.enqueue(2, 1);
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({ closedReason: 'corrected' });
    await till.send(2, accepted);
    expect(await till.outbox.decisions.requeue(idOf(1))).toBeNull();
  });

  test('that a till was killed over is closed for good at the next start', async () => {
    await till.enqueue(1);
    await till.outbox.decisions.discard(idOf(1), 'manager');
    till.store.writesLeft = 1;
    await till.enqueue(2, 1);
    expect(till.store.onDisk.get(idOf(1))?.closedReason).toBe('manager');
    await till.reopen();
    expect(till.store.onDisk.get(idOf(1))?.closedReason).toBe('corrected');
  });

  test('whose refusal is stored while its correction is being flushed does not stay held beside it', async () => {
    await till.enqueue(1);
    const sending = await till.mark(1);
    const gates: (() => void)[] = [];
    till.store.beforeWrite = () => new Promise((done) => gates.push(done));
    const correcting = till.enqueue(2, 1);
    const settling = till.settle(sending, rejected);
    till.store.beforeWrite = async () => undefined;
    expect(gates).toHaveLength(2);
    // The correction is known before the refusal is on disk, but after it was looked for.
    for (const open of gates) open();
    expect(await settling).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
    await correcting;
    expect(till.stateOf(1)).toBe('discarded: corrected');
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({ closedReason: 'corrected' });
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
  });

  test('needs somebody again when its only correction is discarded, with the reason that it had', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    await till.outbox.decisions.discard(idOf(2), 'manager');
    expect(till.store.onDisk.get(idOf(1))).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await till.reopen();
    expect([till.stateOf(1), till.stateOf(2)]).toEqual(['held', 'discarded: manager']);
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toMatchObject({ state: 'pending' });
  });

  test.each([
    ['undecidable', { ...words, class: 'unknown' }, 5],
    ['sign', fault('25'), 1],
  ] as const)('that was held as %s is held as that again', async (reason, outcome, sends) => {
    await till.enqueue(1);
    for (let sent = 0; sent < sends; sent += 1) await till.send(1, outcome);
    expect(till.outbox.saves.find(idOf(1))?.heldReason).toBe(reason);
    await till.enqueue(2, 1);
    await till.outbox.decisions.discard(idOf(2), 'manager');
    expect(till.outbox.saves.find(idOf(1))).toMatchObject({ state: 'held', heldReason: reason });
  });

  test('stays closed while another correction of it stands', async () => {
    await till.enqueue(1);
    await till.enqueue(2, 1);
    await till.enqueue(3, 1);
    await till.send(1, rejected);
    await till.outbox.decisions.discard(idOf(3), 'manager');
    expect(till.stateOf(1)).toBe('discarded: corrected');
  });

  test('stays closed when the discarding of its correction is not stored', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    till.store.writesLeft = 1;
    expect(await till.outbox.decisions.discard(idOf(2), 'manager')).toBeNull();
    expect([till.stateOf(1), till.stateOf(2)]).toEqual(['discarded: corrected', 'pending']);
    await till.reopen();
    expect([till.stateOf(1), till.stateOf(2)]).toEqual(['discarded: corrected', 'pending']);
  });

  test.each([
    ['is held again at the start where its only correction was discarded', [2], 'held'],
    [
      'stays closed where another one may have stood, and is forgotten',
      [3, 2],
      'discarded: corrected',
    ],
  ] as const)('and was left closed %s', async (_, [discarded, forgotten], state) => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    if (discarded === 3) await till.enqueue(3, 1);
    const correction = till.outbox.saves.find(idOf(discarded)) as Save;
    till.store.write({ ...correction, state: 'discarded', closedReason: 'manager' });
    if (forgotten !== undefined) till.store.onDisk.delete(idOf(forgotten));
    await till.reopen();
    expect(till.stateOf(1)).toBe(state);
  });

  test('is closed again when its correction is requeued, or corrected itself', async () => {
    await till.enqueue(1);
    await till.send(1, rejected);
    await till.enqueue(2, 1);
    await till.outbox.decisions.discard(idOf(2), 'manager');
    await till.outbox.decisions.requeue(idOf(2));
    expect(till.stateOf(1)).toBe('discarded: corrected');
    await till.outbox.decisions.discard(idOf(2), 'manager');
    expect(till.stateOf(1)).toBe('held');
    await till.enqueue(3, 2);
    expect([till.stateOf(1), till.stateOf(2)]).toEqual([
      'discarded: corrected',
      'discarded: corrected',
    ]);
    await till.outbox.decisions.discard(idOf(3), 'manager');
    expect([till.stateOf(1), till.stateOf(2)]).toEqual(['discarded: corrected', 'held']);
  });
});
