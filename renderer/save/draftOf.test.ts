import { describe, expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE, restoredDraft } from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';

const REGISTERED = { mobile: MOBILE, name: 'Alice', birthday: '1990-01-02' };
const OTHERS = '13900139000';

/** Somebody corrects a member who waits, by the number; what was registered has come into the empty fields. */
function correcting() {
  const till = atCounter().types({ mobile: MOBILE, remark: 'vip' }).finds('a', MOBILE, 'pending');
  till.does({ type: 'known-toggled' });
  return till.does({
    type: 'known-read',
    requestId: till.id,
    draft: correctionDraft('a', REGISTERED),
  });
}

/** The same form after a crash, as main brings it back. */
function restarted(till = correcting()) {
  const member = till.state.form.choice?.member;
  const kept = draftOf(till.state, till.counter);
  if (member === undefined || kept === null) throw new Error('nobody is chosen');
  const chosen = kept.chosen && { mobile: kept.chosen.mobile, member };
  const left = { ...restoredDraft(kept.requestId, kept.member), consent: null, chosen };
  return till.restarts().does({ type: 'draft-restored', draft: left });
}

describe('a form that corrects a member by the number', () => {
  test('leaves behind what was typed and who was chosen, and nothing of what the till has filled in', () => {
    const till = correcting();
    expect(till.values).toMatchObject({ name: 'Alice', remark: 'vip' });
    expect(draftOf(till.state, till.counter)).toMatchObject({
      member: { mobile: MOBILE, name: '', birthday: '', remark: 'vip' },
      correctionOf: null,
      chosen: { requestId: 'a', mobile: MOBILE },
    });
  });
  test('leaves behind what a hand has changed of it', () => {
    const till = correcting().types({ name: 'Alicia' });
    expect(draftOf(till.state, till.counter)?.member).toMatchObject({ name: 'Alicia' });
  });
  test('and is about another number by now leaves nobody behind who was chosen', () => {
    const till = correcting().types({ mobile: OTHERS });
    expect(draftOf(till.state, till.counter)).toMatchObject({
      member: { mobile: OTHERS, name: '' },
      chosen: null,
    });
  });
  test('is that correction again after a crash: what was registered is asked for, and comes into the empty fields', () => {
    const till = restarted();
    expect(till.effects).toContainEqual({
      kind: 'read-known',
      requestId: till.id,
      corrects: 'a',
      operatorId: 'o-2',
    });
    const draft = correctionDraft('a', REGISTERED);
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values).toMatchObject({ ...REGISTERED, remark: 'vip' });
    till.finds('a', MOBILE, 'pending').saves();
    expect(till.comparisons().map(({ correctionOf }) => correctionOf)).toEqual(['a']);
  });
  test('after a crash is a new member’s form as soon as another number stands in it, without anything of the one before', () => {
    const till = restarted();
    const draft = correctionDraft('a', REGISTERED);
    till.does({ type: 'known-read', requestId: till.id, draft });
    till.types({ mobile: OTHERS }).finds(null, OTHERS).agrees().saves();
    expect(till.comparisons()).toEqual([]);
    expect(till.stores()).toMatchObject([
      { correctionOf: null, member: { mobile: OTHERS, name: '', birthday: '', remark: 'vip' } },
    ]);
  });
  test('that comes back behind the lock is filled in for whoever unlocks', () => {
    const till = restarted().does({ type: 'locked' });
    const draft = correctionDraft('a', REGISTERED);
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values.name).toBe('');
    till.does({ type: 'unlocked' });
    expect(till.kinds()).toContain('read-known');
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values.name).toBe('Alice');
    expect(till.does({ type: 'locked' }, { type: 'unlocked' }).kinds()).toEqual([]);
  });
  test('that waited for a faster hand is filled in when F3 brings it', () => {
    const till = correcting();
    const kept = draftOf(till.state, till.counter);
    const member = till.state.form.choice?.member;
    if (kept?.chosen == null || member === undefined) throw new Error('nobody is chosen');
    till.restarts().types({ mobile: OTHERS });
    const chosen = { mobile: kept.chosen.mobile, member };
    const left = { ...restoredDraft(kept.requestId, kept.member), chosen };
    till.does({ type: 'draft-restored', draft: left }, { type: 'undo-pressed' });
    expect(till.kinds()).toContain('read-known');
  });
});

test('a form that was filled from the queue leaves behind which save it corrects, and all that stands in it', () => {
  const till = atCounter();
  till.does({ type: 'correction-opened', draft: correctionDraft('held', REGISTERED) });
  expect(draftOf(till.state, till.counter)).toMatchObject({
    member: { name: 'Alice' },
    correctionOf: 'held',
    chosen: null,
  });
});

test('an empty form leaves nothing behind, or what waits for it', () => {
  const till = atCounter().types({ name: 'Bob' });
  till.does({ type: 'correction-opened', draft: correctionDraft('held', REGISTERED) });
  till.does({ type: 'clear-pressed' });
  expect(draftOf(till.state, till.counter)).toMatchObject({ member: { name: 'Bob' } });
  expect(draftOf(atCounter().state, till.counter)).toBeNull();
});
