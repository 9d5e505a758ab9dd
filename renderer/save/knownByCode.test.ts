import { describe, expect, test } from 'vitest';
import {
  AT_ONCE,
  atCounter,
  correctionDraft,
  knownMember,
  MOBILE,
  restoredDraft,
  typed,
} from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';
import { correctionOf, knownOf } from './registration.ts';

const CODE = { outerId: '2088328921390232', outerType: 'alipay' as const };
const TOGGLE = { type: 'known-toggled' } as const;

/** A form with the code alone, whose member waits here under `old`. */
const known = () => atCounter().types(CODE).finds('old', CODE.outerId, 'pending');
const corrected = () => known().does(TOGGLE);

describe('a member code', () => {
  test('is asked about as soon as it has its kind, and without anything that cannot be seen', () => {
    const till = atCounter().types({ outerId: ` ${CODE.outerId}\u200b` });
    expect(till.kinds()).not.toContain('look-up');
    till.types({ outerType: 'alipay' });
    expect(till.questions(CODE.outerId)).toEqual([{ kind: 'asking', ...CODE }]);
  });
  test('that is known is an answer: nothing is sent, and the next customer is served', () => {
    const till = known().saves();
    expect(till.stores()).toEqual([]);
    expect(till.state.result).toMatchObject({ kind: 'known', member: { requestId: 'old' } });
    expect(till.values).toEqual(typed({}));
  });
  test('that is not known makes a member', () => {
    const till = atCounter().types(CODE).agrees().finds(null, CODE.outerId).saves();
    expect(till.stores()).toMatchObject([{ member: CODE, correctionOf: null }]);
  });
  test('is known beside a number that is begun, and beside one that nobody is known by: no phone makes it two members', () => {
    const till = known().types({ mobile: '1' });
    expect(knownOf(till.state.form)).toMatchObject({ choice: 'none' });
    till.types({ mobile: MOBILE });
    expect(till.questions()).toEqual([{ kind: 'asking', mobile: MOBILE }]);
    expect(till.questions(CODE.outerId), 'is not asked about once more').toHaveLength(1);
    expect(till.finds(null).saves().stores()).toEqual([]);
    expect(till.state.result).toMatchObject({ kind: 'known', member: { requestId: 'old' } });
  });
  test('gives way to whom the number belongs to', () => {
    const till = known().types({ mobile: MOBILE }).finds('other');
    expect(knownOf(till.state.form)?.member.requestId).toBe('other');
    expect(correctionOf(till.does(TOGGLE).state.form)).toBe('other');
    till.types({ outerId: '1' });
    expect(correctionOf(till.state.form), 'whatever becomes of the code').toBe('other');
  });
  test('that comes to a number which is not known is asked about as well, and the save waits for both', () => {
    const till = atCounter()
      .types({ mobile: MOBILE, ...CODE })
      .agrees()
      .saves();
    expect(till.kinds()).toContain('await-lookup');
    expect(till.finds(null).stores()).toEqual([]);
    expect(till.finds('old', CODE.outerId).stores()).toEqual([]);
    expect(till.state.result).toMatchObject({ kind: 'known' });
    const free = atCounter()
      .types({ mobile: MOBILE, ...CODE })
      .agrees()
      .saves();
    free.finds(null, CODE.outerId).finds(null);
    expect(free.kinds()).toContain('store');
    const byNumber = atCounter()
      .types({ mobile: MOBILE, ...CODE })
      .saves()
      .finds('old');
    expect(byNumber.state.result, 'the number alone decides').toMatchObject({ kind: 'known' });
  });
  test('that is asked about too fast is asked about again beside the number, each in its own time', () => {
    const till = atCounter().types({ mobile: MOBILE, ...CODE });
    for (const question of [...till.questions(), ...till.questions(CODE.outerId)])
      till.does({ type: 'lookup-refused', question, waitSeconds: 3 });
    const { lookup, codeLookup } = till.state.form;
    expect([lookup, codeLookup]).toMatchObject([
      { kind: 'later', mobile: MOBILE },
      { kind: 'later', ...CODE },
    ]);
    if (codeLookup.kind === 'later') till.does({ type: 'lookup-due', putOff: codeLookup });
    expect(till.questions(CODE.outerId)).toHaveLength(2);
    expect(till.questions()).toHaveLength(1);
  });
  test('is asked about anew with another kind, which is another code', () => {
    const till = atCounter().types(CODE).types({ outerType: 'wechat' });
    expect(knownOf(till.finds('old', CODE.outerId, 'pending').state.form)?.member.requestId).toBe(
      'old',
    );
    till.types({ outerType: 'alipay' });
    expect(knownOf(till.state.form)).toBeNull();
  });
});

describe('the correction of a member who is known by the code', () => {
  test('is a step of its own, and stays that member’s where a phone number comes beside the code', () => {
    const till = corrected();
    expect(correctionOf(till.state.form)).toBe('old');
    till.types({ mobile: MOBILE }).finds(null);
    expect(correctionOf(till.state.form)).toBe('old');
    till.saves().does({ type: 'known-unread', requestId: till.id, corrects: 'old' });
    till.compares().confirms();
    expect(till.stores()).toMatchObject([{ member: { mobile: MOBILE }, correctionOf: 'old' }]);
  });
  test('ends with another code, and with F6', () => {
    expect(correctionOf(corrected().types({ outerId: '1' }).state.form)).toBeNull();
    expect(correctionOf(corrected().does(TOGGLE).state.form)).toBeNull();
  });
  test('gets the number that was registered beside the code, as the field writes it, and loses it with F6', () => {
    const till = corrected();
    const draft = correctionDraft('old', { mobile: MOBILE, name: 'Alice', ...CODE });
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values).toMatchObject({ mobile: '186 5182 2226', name: 'Alice', ...CODE });
    expect(correctionOf(till.state.form)).toBe('old');
    till.does(TOGGLE);
    expect(till.values).toEqual(typed(CODE));
  });
  test('outlives a crash by the code that was typed', () => {
    const till = corrected();
    const left = draftOf(till.state, till.counter);
    expect(left).toMatchObject({ member: CODE, chosen: { requestId: 'old', mobile: '' } });
    const member = { ...knownMember('old'), state: 'pending' as const };
    const chosen = { mobile: '', member, decided: [] };
    const draft = { ...restoredDraft('id-9', CODE), chosen };
    till.restarts().does({ type: 'draft-restored', draft, ...AT_ONCE });
    expect(correctionOf(till.state.form)).toBe('old');
  });
});
