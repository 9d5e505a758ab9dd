import { describe, expect, test } from 'vitest';
import { allowedActions } from './allowedActions.ts';
import { aSave } from './aSave.fixture.ts';
import type { HeldReason, Save } from './save.ts';

const day = 24 * 60 * 60 * 1_000;
const held = (heldReason: HeldReason, parts: Partial<Save> = {}) =>
  allowedActions(aSave({ state: 'held', heldReason, ...parts }), 0);

describe('what somebody may do', () => {
  test.each(['rejected', 'undecidable', 'sign'] as const)(
    '%s: anybody may send it again or correct it',
    (reason) => {
      expect(held(reason)).toEqual({
        correct: true,
        sendAgain: 'anyone',
        discard: true,
        requeue: false,
      });
    },
  );
  test('stale, or too old while the platform was busy, needs the manager to be sent again, but not to be corrected', () => {
    for (const reason of ['stale', 'busy'] as const)
      expect(held(reason)).toMatchObject({ correct: true, sendAgain: 'manager' });
  });
  test('a save that has become stale while it was held for another reason needs the manager too', () => {
    const save = aSave({ state: 'held', heldReason: 'undecidable', firstUnknownAt: 0 });
    expect(allowedActions(save, day).sendAgain).toBe('anyone');
    expect(allowedActions(save, day + 1).sendAgain).toBe('manager');
  });
  test('what cannot be read can only be discarded', () => {
    expect(held('unreadable')).toMatchObject({
      correct: false,
      sendAgain: 'nobody',
      discard: true,
    });
  });
  test('what is on its way can be corrected, but not discarded', () => {
    expect(allowedActions(aSave({ state: 'sending' }), 0)).toMatchObject({
      correct: true,
      discard: false,
    });
    expect(allowedActions(aSave({ state: 'pending' }), 0)).toMatchObject({
      correct: true,
      discard: true,
    });
  });
  test('an accepted save is finished', () => {
    const actions = allowedActions(aSave({ state: 'accepted', sealedBody: null }), 0);
    expect(actions).toEqual({
      correct: false,
      sendAgain: 'nobody',
      discard: false,
      requeue: false,
    });
  });
  test('while a correction of it stands nobody sends it', () => {
    for (const heldReason of ['rejected', 'stale'] as const) {
      const save = aSave({ state: 'held', heldReason });
      expect(allowedActions(save, 0, true).sendAgain).toBe('nobody');
    }
    for (const closedReason of ['manager', 'moved'] as const) {
      const save = aSave({ state: 'discarded', closedReason });
      expect(allowedActions(save, 0, true).requeue).toBe(false);
    }
  });
  test('a discarded save can be requeued, unless its correction says the same better', () => {
    const discarded = aSave({ state: 'discarded' });
    expect(allowedActions(discarded, 0).requeue).toBe(true);
    expect(allowedActions({ ...discarded, closedReason: 'moved' }, 0).requeue).toBe(true);
    expect(allowedActions({ ...discarded, closedReason: 'corrected' }, 0).requeue).toBe(false);
  });
  describe('with a save that was made for', () => {
    const home = {
      brandId: '1',
      app: 'https://new.example 1',
      formerly: ['https://old.example 1'],
    };
    const made = (brandId: string, app: string | null) =>
      aSave({ state: 'held', heldReason: 'other-app', brandId, app });

    test('another app of the same brand: the manager sends it, anybody corrects it', () => {
      expect(allowedActions(made('1', 'https://third.example 1'), 0, false, home)).toEqual({
        correct: true,
        sendAgain: 'manager',
        discard: true,
        requeue: false,
      });
    });
    test('another brand: nobody sends or corrects it here, the manager may discard it', () => {
      expect(allowedActions(made('2', 'https://new.example 1'), 0, false, home)).toEqual({
        correct: false,
        sendAgain: 'nobody',
        discard: true,
        requeue: false,
      });
    });
    test('this app, or one that it was before: as with any other', () => {
      for (const app of ['https://new.example 1', 'https://old.example 1']) {
        const save = { ...made('1', app), heldReason: 'rejected' } as const;
        expect(allowedActions(save, 0, false, home).sendAgain).toBe('anyone');
      }
    });
    test('this app, and is still held for another one: it goes by itself, and no cashier sends it', () => {
      const save = made('1', 'https://new.example 1');
      expect(allowedActions(save, 0, false, home).sendAgain).toBe('manager');
    });
  });
});
