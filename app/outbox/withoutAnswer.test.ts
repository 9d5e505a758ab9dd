import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { isStale } from './doubt.ts';
import { hold } from './hold.ts';
import { discard, markSending, recover, reopen, requeue } from './transitions.ts';

const sending = markSending(aSave(), 4);

describe('at start', () => {
  test('what was being sent is pending again, with an unknown outcome', () => {
    expect(recover(sending, 5_000_000)).toMatchObject({
      state: 'pending',
      attempts: 1,
      sentAt: null,
    });
  });
  test('the outcome is unknown since the send, however long the power was off', () => {
    expect(recover(sending, 5_000_000).firstUnknownAt).toBe(4);
  });
  test('where the moment of the send is not known, the outcome is unknown from now on', () => {
    expect(recover({ ...sending, sentAt: null }, 5).firstUnknownAt).toBe(5);
  });
  test('every other state stays as it is', () => {
    for (const state of ['pending', 'accepted', 'held', 'discarded'] as const) {
      const save = aSave({ state });
      expect(recover(save, 5)).toBe(save);
    }
  });
  test('the time since when an outcome is unknown survives restarts', () => {
    expect(recover({ ...sending, firstUnknownAt: 3 }, 5).firstUnknownAt).toBe(3);
  });
});

describe('stale', () => {
  const day = 24 * 60 * 60 * 1_000;
  test('means unknown for more than 24 hours, not merely old', () => {
    expect(isStale(aSave({ firstUnknownAt: 0 }), day + 1)).toBe(true);
    expect(isStale(aSave({ firstUnknownAt: 0 }), day)).toBe(false);
    expect(isStale(aSave({ firstUnknownAt: day }), 2 * day)).toBe(false);
    expect(isStale(aSave({ firstUnknownAt: day }), 2 * day + 1)).toBe(true);
    expect(isStale(aSave({ firstUnknownAt: null, createdAt: 0 }), 1_000 * day)).toBe(false);
  });
  test('is held with that reason and keeps its body', () => {
    expect(hold(aSave(), 'stale', 1)).toMatchObject({
      state: 'held',
      heldReason: 'stale',
      sealedBody: 'sealed',
    });
  });
});

describe('somebody’s word', () => {
  const held = aSave({
    state: 'held',
    heldReason: 'undecidable',
    undecided: 5,
    firstUnknownAt: 3,
    nextAttemptAt: 9,
    settledAt: 8,
  });
  test('puts a save back as it is; only the manager’s makes the outcome count as unknown anew', () => {
    const reasons = { heldReason: null, closedReason: null };
    const back = { state: 'pending', ...reasons, undecided: 0, settledAt: null };
    expect(requeue(held, null)).toMatchObject({ ...back, firstUnknownAt: 3 });
    expect(requeue(held, 7)).toMatchObject({ ...back, firstUnknownAt: 7 });
    expect(requeue(held, 7).nextAttemptAt).toBeNull();
  });
  test('of the manager puts nothing in doubt that surely has not left', () => {
    const certain = { ...held, firstUnknownAt: null };
    expect(requeue(certain, 7).firstUnknownAt).toBeNull();
    expect(requeue({ ...certain, closedReason: 'moved' }, 7).firstUnknownAt).toBe(7);
  });
  test('closes one with its body and the reason why it was held, at a time that may not be known', () => {
    expect(discard(held, 'moved', 7)).toMatchObject({
      state: 'discarded',
      closedReason: 'moved',
      heldReason: 'undecidable',
      sealedBody: 'sealed',
      nextAttemptAt: null,
      settledAt: 7,
    });
    expect(discard(held, 'manager', null)).toMatchObject({
      heldReason: 'undecidable',
      settledAt: null,
    });
  });
});

describe('a save whose correction no longer stands', () => {
  const day = 24 * 60 * 60 * 1_000;
  const answered = (kind: 'rejected' | 'configuration' | 'later', code = '1') => ({
    class: kind,
    code,
    subCode: '',
    text: '',
    traceId: 't',
  });
  const reasonOf = (parts: Parameters<typeof aSave>[0]) => reopen(aSave(parts), day + 1);
  test('is held again for the reason of before, unless that was its app, which asks nobody', () => {
    for (const heldReason of ['rejected', 'late-import', 'unreadable'] as const) {
      const closed = discard(aSave({ heldReason, undecided: 5 }), 'corrected', 1);
      expect(reopen(closed, 2)).toMatchObject({ state: 'held', heldReason, closedReason: null });
    }
    expect(reasonOf({ heldReason: 'other-app' }).heldReason).toBe('stale');
  });
  test('is held again for what is known of it where no reason is, and for the manager where nothing is', () => {
    const reasons = [
      { undecided: 5, firstUnknownAt: 0 },
      { undecided: 4, firstUnknownAt: 0, lastOutcome: answered('rejected') },
      { undecided: 4, firstUnknownAt: 1, lastOutcome: answered('rejected') },
      { lastOutcome: answered('configuration', '25') },
      { lastOutcome: answered('configuration', '29') },
      { lastOutcome: answered('later') },
      {},
    ].map((parts) => reasonOf(parts).heldReason);
    expect(reasons).toEqual([
      'undecidable',
      'stale',
      'rejected',
      'sign',
      'configuration',
      'stale',
      'stale',
    ]);
    expect(reasonOf({})).toMatchObject({ state: 'held', settledAt: day + 1 });
  });
});
