import { describe, expect, test } from 'vitest';
import { DRAFT_LIFETIME_MS } from '../../app/draft/draft.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };

const idOf = (number: number) => String(number).padStart(32, '0');

/** A till at which a page registers what it likes as the correction of any save. */
async function tillOfCorrections() {
  const till = await startTill(await freshFolder());
  const register = (number: number, correctionOf: number | null) =>
    till.calls.registerMember({
      requestId: idOf(number),
      operatorId: OPERATOR,
      member: { mobile: String(13_800_000_000 + number) },
      correctionOf: correctionOf === null ? null : idOf(correctionOf),
      consent: CONSENT,
    });
  const open = (number: number) =>
    till.calls.readForCorrection({ requestId: idOf(number), operatorId: OPERATOR });
  /** The gateway's answer to the first save. */
  const answer = async (outcome: Outcome) => {
    const { outbox } = till.till;
    const save = outbox.saves.find(idOf(1));
    const sending = save && (await outbox.delivery.mark(save, 1));
    if (!sending) throw new Error('it cannot be sent');
    const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
    await outbox.delivery.settle(sending, outcome, context);
  };
  const corrections = async () =>
    (await till.lines()).filter(({ action }) => action === 'save.corrected');
  const stateOf = (number: number) => till.till.outbox.saves.find(idOf(number))?.state;
  return { ...till, register, open, answer, corrections, stateOf };
}

const refusedSave = { ...words, class: 'rejected', code: '41' } as const;

test('whoever closes a save with a correction leaves a line beside that of opening it', async () => {
  const { register, open, answer, corrections, stateOf } = await tillOfCorrections();
  await register(1, null);
  await answer(refusedSave);
  await open(1);
  expect(await register(2, 1)).toMatchObject({ ok: true, value: { uncorrected: null } });
  expect(stateOf(1)).toBe('discarded');
  expect(await corrections()).toMatchObject([{ operatorId: OPERATOR, slip: 'S-0001' }]);
});

describe('what nobody has opened', () => {
  test('is closed by no correction: what was typed becomes a save of its own, and that is told', async () => {
    const { till, register, answer, corrections, lines, stateOf } = await tillOfCorrections();
    await register(1, null);
    await answer(refusedSave);
    for (const number of [2, 3]) {
      const reply = await register(number, 1);
      expect(reply).toMatchObject({ ok: true, value: { uncorrected: 'S-0001' } });
      expect(till.outbox.saves.find(idOf(number))).toMatchObject({
        state: 'pending',
        correctionOf: null,
      });
    }
    expect(stateOf(1)).toBe('held');
    expect(await corrections()).toEqual([]);
    const told = (await lines()).filter(({ action }) => action === 'saves.not-corrected');
    expect(told).toMatchObject([{ saves: 1 }]);
  });

  test('is not closed for good either where a manager has discarded it', async () => {
    const { till, calls, register, answer } = await tillOfCorrections();
    await register(1, null);
    await answer(refusedSave);
    const choice = { requestId: idOf(1), operatorId: OPERATOR, pin: PIN };
    await calls.discardSave({ ...choice, reason: 'mistake' });
    expect(await register(2, 1)).toMatchObject({ ok: true, value: { uncorrected: null } });
    expect(till.outbox.saves.find(idOf(1))).toMatchObject({
      state: 'discarded',
      closedReason: 'manager',
    });
    expect(await calls.requeueSave(choice)).toMatchObject({ ok: true });
  });

  test('is requeued by the manager who has discarded it, also where a page had opened it before', async () => {
    const { till, calls, register, open } = await tillOfCorrections();
    await register(1, null);
    await open(1);
    const choice = { requestId: idOf(1), operatorId: OPERATOR, pin: PIN };
    expect(await calls.discardSave({ ...choice, reason: 'duplicate' })).toMatchObject({ ok: true });
    expect(await register(2, 1)).toMatchObject({ ok: true, value: { uncorrected: null } });
    expect(till.outbox.saves.find(idOf(2))?.correctionOf).toBeNull();
    expect(await calls.requeueSave(choice)).toMatchObject({ ok: true });
  });

  test('nor is what goes to another till just then: what was typed becomes a save of its own behind it, and that is told', async () => {
    const { till, register, open } = await tillOfCorrections();
    await register(1, null);
    await open(1);
    const { lending, saves } = till.outbox;
    const end = lending.begin([idOf(1)]);
    const reply = register(2, 1);
    await lending.close([idOf(1)]);
    expect(saves.find(idOf(2))).toBeUndefined();
    end();
    // It goes on there, uncorrected.
    expect(await reply).toMatchObject({ ok: true, value: { uncorrected: 'S-0001' } });
    expect(saves.find(idOf(1))).toMatchObject({ closedReason: 'moved' });
    expect(saves.find(idOf(2))).toMatchObject({ state: 'pending', correctionOf: null });
  });

  test('keeps its consent for the save of its own where the form gave none', async () => {
    const { till, calls, register } = await tillOfCorrections();
    await register(1, null);
    const reply = await calls.registerMember({
      requestId: idOf(2),
      operatorId: OPERATOR,
      member: { mobile: '13800000002' },
      correctionOf: idOf(1),
      consent: null,
    });
    expect(reply).toMatchObject({ ok: true });
    expect(till.outbox.saves.find(idOf(2))?.consent).toEqual(
      till.outbox.saves.find(idOf(1))?.consent,
    );
  });
});

describe('an opening', () => {
  test('serves one correction', async () => {
    const { till, register, open, answer, stateOf } = await tillOfCorrections();
    await register(1, null);
    await open(1);
    await register(2, 1);
    await register(3, 1);
    expect(till.outbox.saves.find(idOf(2))?.correctionOf).toBe(idOf(1));
    expect(till.outbox.saves.find(idOf(3))?.correctionOf).toBeNull();
    await answer(refusedSave);
    expect(stateOf(1)).toBe('discarded');
  });

  test('is not used up by a save that the disk refuses', async () => {
    const { till, register, open } = await tillOfCorrections();
    await register(1, null);
    await open(1);
    const { intake } = till.outbox;
    const enqueue = intake.enqueue.bind(intake);
    intake.enqueue = async () => ({ ok: false, failure: 'store.disk-full' });
    expect(await register(2, 1)).toMatchObject({ ok: false });
    intake.enqueue = enqueue;
    expect(await register(2, 1)).toMatchObject({ ok: true, value: { uncorrected: null } });
  });

  test('is the question about a number that the till knows, and a draft that comes back, as well', async () => {
    const { till, calls, register } = await tillOfCorrections();
    await register(1, null);
    await calls.findMember({ mobile: '13800000001' });
    await register(2, 1);
    expect(till.outbox.saves.find(idOf(2))?.correctionOf).toBe(idOf(1));
    await calls.keepDraft({
      requestId: idOf(3),
      operatorId: OPERATOR,
      member: { ...EMPTY_MEMBER, mobile: '1' },
      consent: null,
      correctionOf: idOf(1),
      chosen: null,
      isLocked: false,
    });
    await calls.getDraft(null);
    await register(3, 1);
    expect(till.outbox.saves.find(idOf(3))?.correctionOf).toBe(idOf(1));
  });

  test('is over when a form that nobody saves would be, and the save stays held', async () => {
    const { register, open, answer, clock, stateOf } = await tillOfCorrections();
    await register(1, null);
    await answer(refusedSave);
    await open(1);
    await clock.pass(DRAFT_LIFETIME_MS + 1);
    expect(await register(2, 1)).toMatchObject({ ok: true, value: { uncorrected: 'S-0001' } });
    expect(stateOf(1)).toBe('held');
  });
});

test('a second press of the same correction leaves no second line', async () => {
  const { register, open, corrections } = await tillOfCorrections();
  await register(1, null);
  await open(1);
  const replies = [...(await Promise.all([register(2, 1), register(2, 1)])), await register(2, 1)];
  for (const reply of replies) expect(reply).toMatchObject({ value: { uncorrected: null } });
  expect(await corrections()).toHaveLength(1);
});

test('what is changed of a member that was accepted closes nothing, and leaves no line', async () => {
  const { register, answer, corrections } = await tillOfCorrections();
  await register(1, null);
  await answer({ ...words, class: 'accepted', customerId: '7' });
  await register(2, 1);
  expect(await corrections()).toEqual([]);
});

test('what corrects nothing that is here leaves no line', async () => {
  const { register, corrections } = await tillOfCorrections();
  await register(1, null);
  await register(2, 9);
  expect(await corrections()).toEqual([]);
});
