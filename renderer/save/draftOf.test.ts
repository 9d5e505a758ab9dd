import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import {
  AT_ONCE,
  atCounter,
  correctionDraft,
  MOBILE,
  restoredDraft,
  typed,
} from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';

const REGISTERED = { mobile: MOBILE, name: 'Alice', birthday: '1990-01-02' };
const OTHERS = '13900139000';
const WHOLE = {
  ...REGISTERED,
  gender: 0 as const,
  outerId: 'o23456789012345678901234567x',
  outerType: 'wechat' as const,
  remark: 'allergic to nuts',
};

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

/** Nothing but the number was typed: all the rest was registered. */
function correctingWhole() {
  const till = atCounter().types({ mobile: MOBILE }).finds('a', MOBILE, 'pending');
  return read(till.does({ type: 'known-toggled' }));
}

/** Main says what the member was registered with. */
function read(till: ReturnType<typeof correcting>) {
  const draft = correctionDraft('a', WHOLE);
  return till.does({ type: 'known-read', requestId: till.id, draft });
}

/** The same form after a crash, as main brings it back. */
function restarted(till = correcting()) {
  const member = till.state.form.choice?.member;
  const kept = draftOf(till.state, till.counter);
  if (member === undefined || kept === null) throw new Error('nobody is chosen');
  const chosen = kept.chosen && { ...kept.chosen, member };
  const left = { ...restoredDraft(kept.requestId, kept.member), consent: null, chosen };
  return till.restarts().does({ type: 'draft-restored', draft: left, ...AT_ONCE });
}

describe('a form that corrects a member by the number', () => {
  test('leaves behind what was typed and who was chosen, and nothing of what the till has filled in', () => {
    const till = correcting();
    expect(till.values).toMatchObject({ name: 'Alice', remark: 'vip' });
    expect(draftOf(till.state, till.counter)).toMatchObject({
      member: { mobile: MOBILE, name: '', birthday: '', remark: 'vip' },
      correctionOf: null,
      chosen: { requestId: 'a', mobile: MOBILE, decided: [] },
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
    const chosen = { ...kept.chosen, member };
    const left = { ...restoredDraft(kept.requestId, kept.member), chosen };
    till.does({ type: 'draft-restored', draft: left, ...AT_ONCE }, { type: 'undo-pressed' });
    expect(till.kinds()).toContain('read-known');
  });

  test('keeps empty over a power cut what the cashier has emptied', () => {
    const till = correctingWhole().types({ remark: '' });
    till.types({ mobile: OTHERS }).types({ mobile: MOBILE });
    expect(till.values.remark, 'as without a power cut').toBe('');
    expect(read(restarted(till)).values).toEqual({ ...typed(WHOLE), remark: '' });
  });
  test('keeps over a power cut the kind that the cashier has chosen for a registered code', () => {
    const till = correctingWhole().types({ outerType: 'alipay' });
    expect(draftOf(till.state, till.counter)?.member.outerId, 'the code is not typed').toBe('');
    till.types({ mobile: OTHERS }).types({ mobile: MOBILE });
    expect(till.values, 'as without').toMatchObject({
      outerId: WHOLE.outerId,
      outerType: 'alipay',
    });
    expect(read(restarted(till)).values).toEqual({ ...typed(WHOLE), outerType: 'alipay' });
    till.types({ mobile: OTHERS });
    expect(till.values, 'goes with its code').toMatchObject({ outerId: '', outerType: null });
    till.types({ mobile: MOBILE });
    expect(till.values).toMatchObject({ outerId: WHOLE.outerId, outerType: 'alipay' });
  });
  test('asks after a power cut for the very change that the cashier had typed before it', () => {
    const till = correctingWhole().types({ remark: '', name: 'Alicia' });
    read(restarted(till)).finds('a', MOBILE, 'pending').saves();
    expect(till.comparisons().map(({ member }) => member)).toEqual([
      { ...typed(WHOLE), remark: '', name: 'Alicia' },
    ]);
  });
  test('is filled in around what the cashier has emptied also where what was registered comes late', () => {
    const till = atCounter().types({ mobile: MOBILE, remark: 'vip', outerType: 'alipay' });
    till.finds('a', MOBILE, 'pending').does({ type: 'known-toggled' });
    till.types({ remark: '', outerType: null });
    expect(read(till).values).toEqual({
      ...typed(WHOLE),
      remark: '',
      outerId: '',
      outerType: null,
    });
  });
  test('gives a kind that was chosen for a code of one’s own no registered code, however late that comes', () => {
    const till = atCounter().types({ mobile: MOBILE }).finds('a', MOBILE, 'pending');
    till.does({ type: 'known-toggled' }).types({ outerType: 'alipay' });
    expect(read(till).values).toMatchObject({ outerId: '', outerType: 'alipay' });
    expect(read(restarted(till)).values).toMatchObject({ outerId: '', outerType: 'alipay' });
  });
  test('keeps what was emptied through clearing, F3 and a power cut', () => {
    const till = correctingWhole().types({ birthday: '' });
    till.does({ type: 'clear-pressed' }, { type: 'undo-pressed' });
    expect(till.values.birthday).toBe('');
    expect(read(restarted(till)).values.birthday).toBe('');
  });
  test('is filled in anew, also with what was emptied, once F6 has taken the choice back and made it again', () => {
    const till = correctingWhole().types({ remark: '' });
    till.does({ type: 'known-toggled' }, { type: 'known-toggled' });
    expect(read(till).values).toEqual(typed(WHOLE));
  });

  test('stands after power cuts as it stood before them, whatever hands have typed, chosen and emptied', () => {
    const values = fc.record<Partial<MemberInput>>(
      {
        name: fc.constantFrom('', 'Alice', 'Alicia'),
        gender: fc.constantFrom(null, 0, 1),
        birthday: fc.constantFrom('', WHOLE.birthday, '1991'),
        outerId: fc.constantFrom('', WHOLE.outerId, 'own'),
        outerType: fc.constantFrom(null, 'wechat', 'alipay'),
        remark: fc.constantFrom('', 'vip'),
      },
      { requiredKeys: [] },
    );
    // One field at a time, as hands write.
    const edits = fc.array(fc.tuple(values, fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(values, edits, (before, moves) => {
        let till = atCounter().types({ ...before, mobile: MOBILE });
        read(till.finds('a', MOBILE, 'pending').does({ type: 'known-toggled' }));
        for (const [edit, isCut] of moves) {
          for (const [name, value] of Object.entries(edit)) till.types({ [name]: value });
          const stood = till.values;
          if (isCut) till = read(restarted(till));
          expect(till.values).toEqual(stood);
        }
      }),
    );
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
