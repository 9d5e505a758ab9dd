import { describe, expect, test } from 'vitest';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import { atCounter, CHANGED, correctionDraft, MOBILE, typed } from './atCounter.fixture.ts';
import { knownOf } from './registration.ts';
import type { RegistrationEvent } from './registrationEvents.ts';

const ALICE = { mobile: MOBILE, name: 'Alice' };
const TOGGLE: RegistrationEvent = { type: 'known-toggled' };

/** A form that is to correct the member of its number, and what main says of it. */
const asked = () => atCounter().types(ALICE).finds('old').does(TOGGLE).saves();

describe('the correction of a member', () => {
  test('is a step of its own, which shows what it changes before anything is sent', () => {
    const till = asked();
    expect(till.kinds()).toEqual(['compare']);
    expect(till.compares().state.pending).toMatchObject({
      step: 'confirming',
      comparison: CHANGED,
    });
    expect(till.stores()).toEqual([]);
    till.confirms();
    expect(till.stores()).toMatchObject([{ correctionOf: 'old', consent: null, member: ALICE }]);
  });
  test('sends nothing where nothing would change, and says so', () => {
    const till = asked().compares({ changes: [], asksWhose: [] });
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'unchanged' } });
    expect(till.values).toMatchObject(ALICE);
    expect(till.stores()).toEqual([]);
  });
  test('that is given up leaves the form as it was', () => {
    const till = asked().compares();
    till.does({ type: 'correction-left', requestId: till.id });
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'idle' } });
    expect(till.values).toMatchObject(ALICE);
    expect(till.confirms().stores(), 'a late yes').toEqual([]);
  });
  test('that main cannot hold against anything is not sent', () => {
    const till = asked();
    const [request] = till.comparisons() as [RegisterRequest];
    till.does({ type: 'not-compared', request, code: 'save.changed' });
    expect(till.state).toMatchObject({ pending: null, result: { code: 'save.changed' } });
    expect(till.stores()).toEqual([]);
  });
  test('is answered by what main says of its own content: a late word on what stood there before is dropped', () => {
    const till = asked().does({ type: 'locked' }, { type: 'unlocked' }).types({ name: 'Bob' });
    const [before, now] = till.saves().comparisons() as [RegisterRequest, RegisterRequest];
    till.compares(CHANGED, before).compares({ changes: [], asksWhose: [] }, before);
    till.does({ type: 'not-compared', request: before, code: 'no-answer' });
    expect(till.state.pending).toMatchObject({ step: 'comparing', request: now });
    till.compares(CHANGED, now).confirms();
    expect(till.stores()).toMatchObject([{ member: { name: 'Bob' } }]);
  });
  test('is answered by its own question also where another one was about the same content', () => {
    const till = asked().does({ type: 'locked' }, { type: 'unlocked' }).saves();
    const [before] = till.comparisons();
    expect(till.compares({ changes: [], asksWhose: [] }, before).state.pending).not.toBeNull();
  });
  test('turns out to be somebody else’s number: a new member, with a consent of their own', () => {
    const till = asked().compares();
    till.does({ type: 'correction-added', requestId: till.id });
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'unconsented' } });
    till.agrees().saves();
    expect(till.stores()).toMatchObject([{ correctionOf: null, consent: { at: 1 } }]);
  });
  test('with a tick for marketing asks for the consent that this belongs to', () => {
    const till = atCounter().types(ALICE).finds('old').does(TOGGLE, { type: 'marketing-toggled' });
    expect(till.saves().state.result).toEqual({ kind: 'unconsented' });
    till.agrees().saves().compares().confirms();
    expect(till.stores()).toMatchObject([{ correctionOf: 'old', consent: { marketing: true } }]);
  });
  test('is not asked about once more after a failure, unless it is another one by then', () => {
    const till = asked().compares().confirms();
    till.does({ type: 'not-stored', requestId: till.id, code: 'store.disk-full', fields: {} });
    expect(till.saves().kinds()).toEqual(['draft pause', 'store']);
    till.does({ type: 'not-stored', requestId: till.id, code: 'store.disk-full', fields: {} });
    expect(till.types({ name: 'Bob' }).saves().kinds()).toEqual(['compare']);
  });
  test('is closed by the lock, and its late answer asks nobody', () => {
    const till = asked().does({ type: 'locked' }).compares();
    expect(till.state.pending).toBeNull();
    const shown = asked().compares().does({ type: 'locked' });
    expect(shown.state.pending).toBeNull();
    expect(shown.does({ type: 'unlocked' }).values).toMatchObject(ALICE);
  });
  test.each<[string, RegistrationEvent]>([
    ['the form is checked', { type: 'save-pressed', values: typed(ALICE), now: 10_000 }],
    ['its number is looked up', { type: 'validated', requestId: 'id-1', wrong: null }],
  ])(
    'asks nobody on the locked screen, nor after it, where the lock came while %s',
    (_when, last) => {
      const till = atCounter().types({ name: 'Bob' });
      till.does({ type: 'correction-opened', draft: correctionDraft('held', ALICE) });
      till.does({ type: 'save-pressed', values: typed(ALICE), now: 10_000 }, last);
      till.does({ type: 'locked' });
      expect(till.state).toMatchObject({ pending: null, result: { kind: 'idle' } });
      till.does({ type: 'validated', requestId: till.id, wrong: null });
      till.finds(null).does({ type: 'patience-ended', requestId: till.id }, { type: 'unlocked' });
      expect(till.all.filter(({ kind }) => kind === 'compare')).toEqual([]);
      expect(till.values).toMatchObject(ALICE);
      expect(till.saves().kinds(), 'whoever wants it now').toEqual(['compare']);
    },
  );
});

describe('the correction of a member who still waits', () => {
  const chosen = (values = {}) => {
    const till = atCounter().types({ mobile: MOBILE, remark: 'x', ...values });
    return till.finds('old', MOBILE, 'pending').does(TOGGLE);
  };
  const registered = correctionDraft('old', { ...ALICE, birthday: '19900102', remark: 'old' });
  const read = (till: ReturnType<typeof atCounter>) =>
    till.does({ type: 'known-read', requestId: 'id-0', draft: registered });
  test('keeps what was registered in the fields that are empty', () => {
    const till = chosen();
    expect(till.effects.at(-1)).toMatchObject({ kind: 'read-known', corrects: 'old' });
    const [effect] = read(till).effects;
    expect(effect).toMatchObject({ kind: 'complete', values: { name: 'Alice' } });
    expect(effect).not.toHaveProperty('values.remark');
    expect(effect).not.toHaveProperty('values.mobile');
  });
  test.each<[string, RegistrationEvent]>([
    ['that was given up', TOGGLE],
    ['that was cleared', { type: 'clear-pressed' }],
    ['that is being saved', { type: 'save-pressed', values: typed(ALICE), now: 10_000 }],
    ['on the locked screen', { type: 'locked' }],
  ])('completes no form %s', (_name, event) => {
    expect(read(chosen().does(event)).effects).toEqual([]);
  });
});

describe('a save that comes before what the waiting member was registered with', () => {
  const registered = correctionDraft('old', { ...ALICE, birthday: '19900102', remark: 'old' });
  const hasty = () =>
    atCounter().types({ mobile: MOBILE, remark: 'x' }).finds('old', MOBILE, 'pending').does(TOGGLE);
  const READ = { type: 'known-read', requestId: 'id-0', draft: registered } as const;
  const whole = typed({ ...ALICE, birthday: '19900102', remark: 'x' });
  const reads = (till: ReturnType<typeof atCounter>) =>
    till.all.filter(({ kind }) => kind === 'read-known');
  test('waits for it, and would empty nothing', () => {
    const till = hasty().saves();
    expect(till.comparisons()).toEqual([]);
    expect(till.does(READ).comparisons()).toMatchObject([{ member: whole }]);
    expect(till.values).toEqual(whole);
    expect(reads(till)).toHaveLength(1);
  });
  test('asks for it once more where it came while the form was checked', () => {
    const till = hasty().does({ type: 'save-pressed', values: typed({ mobile: MOBILE }), now: 1 });
    till.does(READ, { type: 'validated', requestId: till.id, wrong: null });
    expect(till.comparisons()).toEqual([]);
    expect(reads(till)).toHaveLength(2);
    till.does(READ);
    // The remark has been emptied by a hand.
    expect(till.comparisons()).toMatchObject([{ member: { ...whole, remark: '' } }]);
  });
  test('shows what it would change as the form stands where it cannot be read', () => {
    const till = hasty().saves();
    till.does({ type: 'known-unread', requestId: 'id-0', corrects: 'other' });
    expect(till.comparisons(), 'of another member').toEqual([]);
    till.does({ type: 'known-unread', requestId: 'id-0', corrects: 'old' });
    expect(till.comparisons()).toMatchObject([{ member: typed({ mobile: MOBILE, remark: 'x' }) }]);
  });
  test('waits for nothing any more on a till that has become another brand’s', () => {
    const till = hasty().saves();
    till.counter.brandId = 'b-2';
    till.does({ type: 'brand-changed' }, READ);
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'unconsented' } });
    expect(till.values).toEqual(typed({ mobile: MOBILE, remark: 'x' }));
  });
  test('is given up by the lock, and whoever unlocks sees the form with it', () => {
    const till = hasty().saves().does({ type: 'locked' }, READ, { type: 'unlocked' });
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'idle' } });
    expect(till.comparisons()).toEqual([]);
    expect(till.does(READ).values).toEqual(whole);
  });
});

describe('what the till has put into empty fields is that member’s, and nobody else’s', () => {
  const OTHER = '13900000000';
  const MINE = { mobile: MOBILE, remark: 'x' };
  const completed = () => {
    const till = atCounter().types(MINE).agrees();
    till.finds('old', MOBILE, 'pending').does(TOGGLE);
    const member = { ...ALICE, birthday: '19900102', remark: 'old' };
    till.does({ type: 'known-read', requestId: till.id, draft: correctionDraft('old', member) });
    expect(till.values).toEqual(typed({ ...ALICE, birthday: '19900102', remark: 'x' }));
    return till;
  };
  test.each<[string, (till: ReturnType<typeof atCounter>) => unknown, object]>([
    ['with another number', (till) => till.types({ mobile: OTHER }), { mobile: OTHER }],
    [
      'with a number that is not whole',
      (till) => till.types({ mobile: '1865' }),
      { mobile: '1865' },
    ],
    ['with the key that takes the correction back', (till) => till.does(TOGGLE), {}],
    ['with a till of another brand', (till) => till.does({ type: 'brand-changed' }), {}],
  ])('it goes %s, and what was typed stays', (_how, act, values) => {
    const till = completed();
    act(till);
    expect(till.values).toEqual(typed({ ...MINE, ...values }));
  });
  test('somebody else with the same number is registered without it', () => {
    const till = completed().saves().compares();
    till.does({ type: 'correction-added', requestId: till.id });
    expect(till.stores()).toMatchObject([{ member: typed(MINE), correctionOf: null }]);
    expect(till.values).toEqual(typed(MINE));
  });
  test('a number that is put right in the moment of the save is registered without it', () => {
    const till = completed();
    till.does({ type: 'save-pressed', values: { ...till.values, mobile: OTHER }, now: 10_000 });
    till.does({ type: 'validated', requestId: till.id, wrong: null }).finds(null, OTHER);
    expect(till.stores()).toMatchObject([{ member: typed({ ...MINE, mobile: OTHER }) }]);
  });
  test('what a hand has changed of it is the hand’s, and stays', () => {
    const till = completed().types({ name: 'Bob' }).types({ mobile: OTHER });
    expect(till.values).toEqual(typed({ ...MINE, mobile: OTHER, name: 'Bob' }));
  });
  test('it comes back with its number, but not where a hand has emptied or written something', () => {
    const till = completed().types({ name: '' }).types({ mobile: '1865182222' });
    till.types({ mobile: MOBILE });
    expect(till.values).toEqual(typed({ ...MINE, birthday: '19900102' }));
    till.types({ mobile: '1' }).types({ birthday: '19800101' }).types({ mobile: MOBILE });
    expect(till.values.birthday).toBe('19800101');
    expect(till.types({ mobile: OTHER }).values.birthday).toBe('19800101');
  });
  test('it does not come into the correction of another member, whose number stands there by now', () => {
    const till = completed().types({ mobile: OTHER });
    till.finds('other', OTHER).does(TOGGLE);
    expect(till.values).toEqual(typed({ ...MINE, mobile: OTHER }));
    till.types({ mobile: MOBILE });
    expect(till.values, 'nor into a form that corrects nobody any more').toEqual(typed(MINE));
  });
  test('a gender is among it, also the one that is 0', () => {
    const till = atCounter().types(MINE);
    till.finds('old', MOBILE, 'pending').does(TOGGLE);
    const draft = correctionDraft('old', { gender: 0 });
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values.gender).toBe(0);
    expect(till.types({ mobile: OTHER }).values.gender).toBeNull();
  });
  describe('a member code and its kind go together', () => {
    const CODE = { outerId: '2088123412341234', outerType: 'alipay' as const };
    const OURS = { outerId: 'oUpF8uMuAJO', outerType: 'wechat' as const };
    const withCode = (values = {}) => {
      const till = atCounter().types({ mobile: MOBILE, ...values });
      till.finds('old', MOBILE, 'pending').does(TOGGLE);
      const draft = correctionDraft('old', { mobile: MOBILE, ...CODE });
      return till.does({ type: 'known-read', requestId: till.id, draft });
    };
    const pairOf = ({ values: { outerId, outerType } }: ReturnType<typeof atCounter>) => ({
      outerId,
      outerType,
    });
    test.each([
      ['a code that was typed gets no kind of another', { outerId: OURS.outerId }],
      ['a kind that was chosen gets no code of another', { outerType: OURS.outerType }],
    ])('%s', (_which, values) => {
      expect(pairOf(withCode(values))).toEqual({ outerId: '', outerType: null, ...values });
    });
    test('a code that a hand has changed keeps the kind that it was left with', () => {
      const till = withCode().types({ outerId: OURS.outerId }).types({ mobile: OTHER });
      expect(pairOf(till)).toEqual({ ...CODE, outerId: OURS.outerId });
    });
    test('a code that nobody has typed goes with its kind, though a hand has chosen that', () => {
      const till = withCode().types({ outerType: OURS.outerType }).types({ mobile: OTHER });
      expect(pairOf(till)).toEqual({ outerId: '', outerType: null });
      expect(pairOf(till.types({ mobile: MOBILE })), 'and comes back with it').toEqual({
        ...CODE,
        outerType: OURS.outerType,
      });
    });
  });
  test('an answer that comes twice leaves it as it is', () => {
    const till = completed();
    const draft = correctionDraft('old', { ...ALICE, birthday: '19900102' });
    till.does({ type: 'known-read', requestId: till.id, draft }).does(TOGGLE);
    expect(till.values).toEqual(typed(MINE));
  });
  test('it stays through a clearing that is undone, and goes as before', () => {
    const till = completed().does({ type: 'clear-pressed' }, { type: 'undo-pressed' });
    expect(till.values.name).toBe('Alice');
    expect(till.does(TOGGLE).values).toEqual(typed(MINE));
  });
});

describe('what the cashier has said of a known number', () => {
  const choiceOf = (till: ReturnType<typeof atCounter>) => knownOf(till.state.form)?.choice ?? null;
  test('goes back with the same key', () => {
    const till = atCounter().types(ALICE).finds('old').does(TOGGLE);
    expect(choiceOf(till)).toBe('correct');
    expect(choiceOf(till.does(TOGGLE))).toBe('none');
  });
  test('stays through a clearing that is undone, a second answer, and the number typed anew', () => {
    const till = atCounter().types(ALICE).finds('old').does(TOGGLE);
    till.does({ type: 'clear-pressed' }, { type: 'undo-pressed' }).finds('other');
    expect(choiceOf(till)).toBe('correct');
    till.types({ mobile: '1865182222' });
    expect(choiceOf(till), 'of no number').toBeNull();
    expect(choiceOf(till.types(ALICE).finds(null))).toBe('correct');
  });
  test('stays after a lost answer: the same correction goes again, under its id', () => {
    const till = asked().compares().confirms();
    const id = till.id;
    till.does({ type: 'not-stored', requestId: id, code: 'no-answer', fields: {} });
    till.types({ mobile: '1865182222' }).types(ALICE).finds(id).saves();
    expect(till.stores().map(({ requestId, correctionOf }) => [requestId, correctionOf])).toEqual([
      [id, 'old'],
      [id, 'old'],
    ]);
  });
  test('is not said of a form that was opened out of the queue: there the choice is made', () => {
    const draft = correctionDraft('held', ALICE);
    const till = atCounter().does({ type: 'correction-opened', draft }).finds('other').does(TOGGLE);
    expect(choiceOf(till)).toBeNull();
    till.saves().compares().confirms();
    expect(till.stores()).toMatchObject([{ correctionOf: 'held' }]);
  });
});

describe('a correction out of the queue', () => {
  const opened: RegistrationEvent = {
    type: 'correction-opened',
    draft: correctionDraft('held', { mobile: '13900139000' }),
  };
  test.each<[string, (till: ReturnType<typeof atCounter>) => unknown]>([
    [
      'is saved',
      (till) => till.saves().finds(null, '13900139000').compares().confirms().isStored(),
    ],
    ['is cleared', (till) => till.does({ type: 'clear-pressed' }, { type: 'aside-expired' })],
    ['is refused by the customer', (till) => till.does({ type: 'refuse-pressed' })],
    ['meets the lock', (till) => till.does({ type: 'clear-pressed' }, { type: 'locked' })],
  ])('gives back what was interrupted for it once it %s', (_name, ends) => {
    const till = atCounter().types({ name: 'Bob' }).agrees().does(opened);
    ends(till);
    till.does({ type: 'unlocked' }, { type: 'undo-pressed' });
    expect(till.values).toEqual(typed({ name: 'Bob' }));
    expect(till.state.form.ticks.agreed).not.toBeNull();
    expect(till.state.interrupted).toEqual([]);
  });
  test('brings back last what was interrupted last', () => {
    const till = atCounter()
      .types({ name: 'Bob' })
      .does(opened, opened, { type: 'refuse-pressed' });
    expect(till.does({ type: 'undo-pressed' }).values.mobile).toBe('139 0013 9000');
  });
  test('opens over nobody’s form on the locked screen', () => {
    const till = atCounter().types({ name: 'Bob' }).does({ type: 'locked' }, opened);
    expect(till.effects).toEqual([]);
    expect(till.values.name).toBe('Bob');
  });
});
