import { describe, expect, test } from 'vitest';
import {
  AT_ONCE,
  atCounter,
  correctionDraft,
  LATE,
  MOBILE,
  restoredDraft,
  typed,
} from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';
import type { RegistrationEvent } from './registrationEvents.ts';

const ALICE = { mobile: MOBILE, name: 'Alice' };

/** A form that waits for its answer. */
function storing() {
  return atCounter().types(ALICE).agrees().finds(null).saves();
}

describe('putting aside', () => {
  test('clearing gives the next customer another id, and brings all of the first one back', () => {
    const till = atCounter().types(ALICE).agrees().does({ type: 'clear-pressed' });
    expect(till.kinds()).toEqual(['fill', 'draft drop', 'expire-aside']);
    expect(till.id).toBe('id-1');
    till.does({ type: 'undo-pressed' });
    expect(till.state.form).toMatchObject({ requestId: 'id-0', values: ALICE });
    expect(till.state.form.ticks.agreed).not.toBeNull();
  });
  test('what stands there when a clearing is undone can be brought back in turn', () => {
    const till = atCounter().types(ALICE).does({ type: 'clear-pressed' }).types({ name: 'Bob' });
    till.does({ type: 'undo-pressed' }, { type: 'undo-pressed' });
    expect(till.values.name).toBe('Bob');
  });
  test('a customer who does not agree leaves nothing behind', () => {
    const till = atCounter().types(ALICE).does({ type: 'clear-pressed' }).types({ name: 'Bob' });
    till.does({ type: 'refuse-pressed' });
    expect(till.state).toMatchObject({ aside: null, result: { kind: 'refused', left: null } });
    expect(till.values).toEqual(typed({}));
  });
  test('a correction out of the queue puts the form aside and points at what was refused', () => {
    const draft = { ...correctionDraft('held', { mobile: MOBILE }), text: '生日格式有误' };
    const till = atCounter().types({ name: 'Bob' }).does({ type: 'correction-opened', draft });
    expect(till.values.mobile).toBe('186 5182 2226');
    expect(till.effects).toContainEqual({ kind: 'focus', target: 'birthday' });
    expect(till.state.interrupted).toMatchObject([{ values: { name: 'Bob' } }]);
    till.saves().finds(null).compares().confirms();
    expect(till.stores()).toMatchObject([{ correctionOf: 'held' }]);
  });
});

describe('what was cleared', () => {
  const aside = () => atCounter().types(ALICE).agrees().does({ type: 'clear-pressed' });
  test.each<[string, RegistrationEvent[]]>([
    ['with the lock', [{ type: 'locked' }, { type: 'unlocked' }]],
    ['after a while', [{ type: 'aside-expired' }]],
    ['with a customer who does not agree', [{ type: 'refuse-pressed' }]],
  ])('comes back no more %s', (_name, events) => {
    const till = aside().does(...events, { type: 'undo-pressed' });
    expect(till.values).toEqual(typed({}));
  });
  test('is not what was served behind the lock: whoever unlocks gets nobody else’s customer', () => {
    const till = atCounter().types(ALICE).saves().does({ type: 'locked' }).finds('old');
    expect(till.state).toMatchObject({ aside: null, result: { kind: 'known' } });
    till.does({ type: 'unlocked' }, { type: 'undo-pressed' });
    expect(till.values).toEqual(typed({}));
  });
  test('comes back no more after the next customer', () => {
    const till = aside().types({ name: 'Bob', mobile: MOBILE }).agrees().finds(null);
    till.saves().isStored().does({ type: 'undo-pressed' });
    expect(till.values).toEqual(typed({}));
  });
});

describe('a customer who does not agree after all', () => {
  const refuses = (till: ReturnType<typeof atCounter>) =>
    till.does({ type: 'refuse-pressed' }).state.result;
  test('is told where a save may be registered all the same', () => {
    const till = storing();
    till.does({ type: 'not-stored', requestId: till.id, code: 'no-answer', fields: {} });
    expect(refuses(till.types({ name: 'Bob' }))).toEqual({
      kind: 'refused',
      left: { kind: 'in-doubt' },
    });
  });
  test('is told it also where the form was cleared first, and once more where he presses twice', () => {
    const till = storing();
    till.does({ type: 'not-stored', requestId: till.id, code: 'no-answer', fields: {} });
    till.does({ type: 'clear-pressed' });
    const told = { kind: 'refused', left: { kind: 'in-doubt' } };
    expect(refuses(till)).toEqual(told);
    expect(refuses(till)).toEqual(told);
    expect(refuses(till.types({ name: 'Bob' }))).toEqual({ kind: 'refused', left: null });
  });
  test('leaves no tick to the next one, where he presses twice', () => {
    const till = atCounter().types(ALICE).does({ type: 'refuse-pressed' }).agrees();
    refuses(till);
    expect(till.state.form.ticks.agreed).toBeNull();
  });
  test('is told which save stays that was to be corrected', () => {
    const draft = correctionDraft('held', ALICE);
    const left = { kind: 'save', slip: 'S-held' };
    expect(refuses(atCounter().does({ type: 'correction-opened', draft }))).toMatchObject({ left });
    expect(refuses(atCounter().types(ALICE).finds('held'))).toMatchObject({ left });
  });
});

describe('what a crash has left behind', () => {
  test('comes back into an empty form under its own id', () => {
    const till = atCounter().does({
      type: 'draft-restored',
      draft: restoredDraft('left', ALICE),
      ...AT_ONCE,
    });
    expect(till.state).toMatchObject({ result: { kind: 'restored' }, aside: null });
    expect(till.state.form).toMatchObject({ requestId: 'left', values: ALICE });
  });
  test('is put behind the lock before it is shown', () => {
    const draft = restoredDraft('left', ALICE);
    const till = atCounter().does({
      type: 'draft-restored',
      draft,
      ...AT_ONCE,
      isBehindLock: true,
    });
    expect(till.kinds().slice(0, 3)).toEqual(['operator', 'lock', 'fill']);
    const offered = late(true).does({ type: 'undo-pressed' });
    expect(offered.kinds().slice(0, 2)).toEqual(['lock', 'fill']);
  });
  test('waits where a hand was faster, also for the end of that hand’s save', () => {
    const till = atCounter().types({ name: 'Bob', mobile: MOBILE }).agrees().finds(null);
    till.does({ type: 'draft-restored', draft: restoredDraft(null, ALICE), ...AT_ONCE });
    expect(till.values.name).toBe('Bob');
    till.saves().isStored();
    expect(till.kinds(), 'and is on the disk again').toContain('draft flush');
    till.does({ type: 'undo-pressed' });
    expect(till.state.form).toMatchObject({ requestId: 'id-1', values: ALICE });
  });

  test('makes room for what somebody writes before he can have read it; later it is his', () => {
    const comes = () =>
      atCounter().does({ type: 'draft-restored', draft: restoredDraft('left', ALICE), ...AT_ONCE });
    const till = comes().does({ type: 'hand-came', now: 999 });
    expect(till.values).toEqual(typed({}));
    expect(till.state.form.requestId).not.toBe('left');
    expect(draftOf(till.state, till.counter)).toMatchObject({ requestId: 'left' });
    till.does({ type: 'undo-pressed' }, { type: 'hand-came', now: 999 });
    expect(till.values, 'asked for with F3').toMatchObject(ALICE);
    const read = comes().does({ type: 'hand-came', now: 1_000 });
    expect(read.values).toMatchObject(ALICE);
  });

  test('makes room whatever was said meanwhile, and takes whom it has brought with it, unless somebody has said who he is', () => {
    const draft = restoredDraft('left', ALICE);
    const comes = () => atCounter().does({ type: 'draft-restored', draft, ...AT_ONCE });
    const till = comes();
    expect(till.counter.operatorId).toBe('o-2');
    till.does({ type: 'next-key', now: 1 }, { type: 'hand-came', now: 2 });
    expect(till.values).toEqual(typed({}));
    expect(till.counter.operatorId).toBe('o-1');
    const other = comes();
    other.counter.operatorIds = ['o-1', 'o-2', 'o-3'];
    other.counter.operatorId = 'o-3';
    expect(other.does({ type: 'hand-came', now: 2 }).counter.operatorId).toBe('o-3');
  });
  test('is taken by a press of “save”, and by whoever unlocks', () => {
    const draft = restoredDraft('left', ALICE);
    const till = atCounter().does({ type: 'draft-restored', draft, ...AT_ONCE });
    till.does({ type: 'save-pressed', values: till.values, now: 1 });
    till.does({ type: 'validated', requestId: till.id, wrong: 'name' });
    expect(till.does({ type: 'hand-came', now: 2 }).values).toMatchObject(ALICE);
    const locked = atCounter().does({
      type: 'draft-restored',
      draft,
      ...AT_ONCE,
      isBehindLock: true,
    });
    locked.does({ type: 'unlocked' }, { type: 'hand-came', now: 2 });
    expect(locked.values).toMatchObject(ALICE);
  });

  test('brings nobody’s consent to the next customer where it was emptied before anybody can have read it', () => {
    const left = restoredDraft('left', ALICE);
    const till = atCounter().does({ type: 'draft-restored', draft: left, ...AT_ONCE });
    till.does({ type: 'edited', values: typed({}) }, { type: 'hand-came', now: 999 });
    till.does({ type: 'undo-pressed' }).types({ mobile: '13900139000' });
    expect(till.state.form.ticks.agreed).toBeNull();
    expect(till.state.form.requestId).not.toBe('left');
  });

  const late = (isBehindLock = false) =>
    atCounter().does({
      type: 'draft-restored',
      draft: restoredDraft('left', ALICE),
      ...LATE,
      isBehindLock,
    });
  test('is offered where it comes late: the empty form is the next customer’s, and F3 brings the other one', () => {
    const till = late();
    expect(till.kinds()).toEqual([]);
    expect(draftOf(till.state, till.counter), 'stays on the disk').toMatchObject({
      requestId: 'left',
      isLocked: false,
    });
    till.types({ mobile: '13900139000' });
    expect(till.values).toEqual(typed({ mobile: '13900139000' }));
    expect(till.state.form.requestId).not.toBe('left');
    till.does({ type: 'undo-pressed' });
    expect(till.state.form).toMatchObject({ requestId: 'left', values: ALICE });
    expect(till.state.result).toEqual({ kind: 'restored' });
    till.does({ type: 'undo-pressed' });
    expect(till.values.mobile).toBe('13900139000');
  });
  test('behind the lock is brought behind the lock where it comes late; what was being typed outlives that', () => {
    const till = late(true).types({ name: 'Bob' });
    till.does({ type: 'undo-pressed' });
    expect(till.state).toMatchObject({ isLocked: true, form: { values: ALICE } });
    till.does({ type: 'unlocked' }, { type: 'clear-pressed' }, { type: 'undo-pressed' });
    till.does({ type: 'clear-pressed' }, { type: 'aside-expired' }, { type: 'undo-pressed' });
    expect(till.values.name).toBe('Bob');
  });
  test('behind the lock is still so after a second crash; whoever has unlocked since gets it with F3 alone', () => {
    const till = late(true);
    expect(draftOf(till.state, till.counter)).toMatchObject({ requestId: 'left', isLocked: true });
    till.does({ type: 'locked' }, { type: 'unlocked' });
    expect(draftOf(till.state, till.counter)).toMatchObject({ isLocked: false });
    till.does({ type: 'undo-pressed' });
    expect(till.state).toMatchObject({ isLocked: false, form: { values: ALICE } });
  });
});
