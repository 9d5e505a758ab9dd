import { describe, expect, test } from 'vitest';
import {
  atCounter,
  COUNTER,
  correctionDraft,
  knownMember,
  MOBILE,
  typed,
} from './atCounter.fixture.ts';
import { knownOf, type PutOff, type Question } from './registration.ts';
import type { RegistrationEvent } from './registrationEvents.ts';

const PRESS: RegistrationEvent = { type: 'save-pressed', values: typed({}), now: 10_000 };
const saved = { requestId: 'id-0', slip: 'S-1', uncorrected: null, since: null };
const ALICE = { mobile: MOBILE, name: 'Alice' };

const ASKED: Question = { kind: 'asking', mobile: MOBILE };
const PUT_OFF: PutOff = { kind: 'later', mobile: MOBILE, waitSeconds: 1 };

/** A form that waits for its answer. */
function storing() {
  return atCounter().types(ALICE).agrees().finds(null).saves();
}

describe('one save', () => {
  test('stores what stood in the form when it was asked for, under the id of its intention', () => {
    const till = storing();
    expect(till.kinds()).toEqual(['draft pause', 'store']);
    expect(till.stores()).toEqual([
      {
        requestId: 'id-0',
        operatorId: 'o-1',
        member: typed(ALICE),
        correctionOf: null,
        consent: {
          at: 1,
          brandId: 'b-1',
          noticeVersion: 'v1',
          operatorId: 'o-1',
          marketing: false,
        },
      },
    ]);
  });
  test('is made once, however often it is pressed: from the first press on the till is busy', () => {
    const till = atCounter().types(ALICE).agrees().finds(null);
    const press = { ...PRESS, values: till.values };
    till.does(press, press, { type: 'validated', requestId: till.id, wrong: null }, press);
    expect(till.stores()).toHaveLength(1);
  });
  test('empties the form for the next customer, under another id and without a tick', () => {
    const till = storing().isStored();
    expect(till.kinds()).toEqual(['play', 'draft saved', 'fill']);
    expect(till.state).toMatchObject({ pending: null, aside: null, result: { kind: 'saved' } });
    expect(till.state.form).toMatchObject({
      requestId: 'id-1',
      values: typed({}),
      ticks: { agreed: null, marketing: false },
      lookup: { kind: 'none' },
    });
  });
  test('that is wrong shows where, and is not under way any more', () => {
    const till = atCounter().types(ALICE);
    till.does({ ...PRESS, values: till.values });
    till.does({ type: 'validated', requestId: till.id, wrong: 'name' });
    expect(till.effects).toEqual([
      { kind: 'focus', target: 'first-wrong' },
      { kind: 'play', sound: 'error' },
    ]);
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'wrong', field: 'name' } });
  });
  test('with a word that nobody has chosen asks for a look once, also after it was cleared and brought back', () => {
    const till = atCounter().types({ mobile: MOBILE, name: 'zhang' }).agrees().finds(null);
    till.does({ type: 'word-left', field: 'name', refused: null });
    till.does({ type: 'clear-pressed' }, { type: 'undo-pressed' });
    till.finds(null).saves(10_000);
    expect(till.state).toMatchObject({
      pending: null,
      result: { kind: 'unchosen', field: 'name' },
    });
    till.does({ ...PRESS, values: till.values, now: 10_300 });
    expect(till.effects).toEqual([
      { kind: 'reread', field: 'name' },
      { kind: 'play', sound: 'error' },
    ]);
    expect(till.saves(10_600).stores()).toHaveLength(1);
  });
  test('is held up by no word that was edited since, or is gone', () => {
    const till = atCounter().types({ mobile: MOBILE, name: 'zhang' }).agrees().finds(null);
    till.does({ type: 'word-left', field: 'name', refused: null });
    till.does({ type: 'word-left', field: 'remark', refused: null });
    expect(till.types({ name: '张' }).saves().stores()).toHaveLength(1);
  });
  test('without the customer’s word asks for it and stores nothing', () => {
    const till = atCounter().types(ALICE).finds(null).saves();
    expect(till.state.result).toEqual({ kind: 'unconsented' });
    expect(till.effects[0]).toEqual({ kind: 'focus', target: 'consent' });
    expect(till.stores()).toEqual([]);
    expect(till.agrees().state.result, 'the answer to the question').toEqual({ kind: 'idle' });
  });
  test('does not go under a consent to another version of the notice, or asked for by a stranger', () => {
    for (const change of [{ noticeVersion: 'v2' }, { operatorIds: ['o-2'] }]) {
      const till = atCounter().types(ALICE).agrees().finds(null);
      Object.assign(till.counter, change);
      expect(till.saves().stores()).toEqual([]);
    }
  });
  test('that failed keeps id, form and consent', () => {
    const till = storing();
    const before = till.state.form;
    till.does({ type: 'not-stored', requestId: till.id, code: 'store.disk-full', fields: {} });
    expect(till.state.form).toEqual(before);
    expect(till.state.result).toMatchObject({ kind: 'failed', code: 'store.disk-full' });
    expect(till.saves().stores().at(-1)).toEqual(till.stores()[0]);
  });
  test('on the empty form right after a save is the bounce of the press before', () => {
    const till = storing().isStored(10_000);
    till.does({ type: 'next-key', now: 10_499 }, { ...PRESS, now: 10_499 });
    expect(till.effects).toEqual([{ kind: 'focus', target: 'mobile' }]);
    expect(till.state.result).toMatchObject({ kind: 'saved' });
  });
  test('on a form that nobody has touched since is no mistake, however late: what was done stays said', () => {
    const done: Record<string, ReturnType<typeof atCounter>> = {
      saved: storing().isStored(10_000),
      known: atCounter().types(ALICE).finds('old').saves(10_000),
      refused: atCounter().types(ALICE).does({ type: 'refuse-pressed' }),
    };
    for (const [kind, till] of Object.entries(done)) {
      till.does({ ...PRESS, now: 10_800 });
      expect(till.effects, kind).toEqual([{ kind: 'focus', target: 'mobile' }]);
      expect(till.state, kind).toMatchObject({ pending: null, result: { kind } });
    }
  });
  test('of a form that has a tick and nothing else is told what is missing', () => {
    const till = storing().isStored(10_000).agrees();
    till.does({ ...PRESS, now: 10_800 });
    expect(till.kinds()).toEqual(['validate']);
  });
});

describe('while nobody is chosen as operator', () => {
  const alone = () => {
    const till = atCounter({ ...COUNTER, operatorId: '' });
    return till.types(ALICE).finds('old');
  };
  test('nothing is put down to anybody: a tick, a save and a correction ask who it is, and nothing is lost', () => {
    const choosing = { kind: 'choose-operator' };
    const till = alone();
    till.agrees();
    expect(till.effects).toEqual([choosing]);
    expect(till.state.form.ticks.agreed).toBeNull();
    till.does({ type: 'known-toggled' });
    expect(till.effects, 'what was registered could not be read').toEqual([choosing]);
    expect(knownOf(till.state.form)?.choice).toBe('none');
    const other = atCounter({ ...COUNTER, operatorId: '' })
      .types(ALICE)
      .finds(null)
      .saves();
    expect(other.effects).toContainEqual(choosing);
    expect(other.stores()).toEqual([]);
    expect(other.values).toEqual(typed(ALICE));
    other.counter.operatorId = 'o-2';
    expect(other.agrees().saves().stores()).toMatchObject([{ operatorId: 'o-2' }]);
  });
});

describe('a content that changed after a lost answer', () => {
  const changed = () => {
    const till = storing();
    till.does({ type: 'not-stored', requestId: 'id-0', code: 'no-answer', fields: {} });
    till.types({ name: 'Bob' }).saves();
    return till.does({
      type: 'not-stored',
      requestId: 'id-0',
      code: 'intention.reused',
      fields: {},
    });
  };
  test('is stored under a second id, which the draft has first, and says what it stood beside', () => {
    const till = changed();
    expect(till.kinds()).toEqual(['draft flush', 'store']);
    expect(till.stores().at(-1)).toMatchObject({ requestId: 'id-1', member: { name: 'Bob' } });
    expect(till.isStored().state.result).toMatchObject({ kind: 'saved', apartFrom: 'id-0' });
  });
  test('is not tried for ever', () => {
    const till = changed();
    const before = till.stores().length;
    till.does({ type: 'not-stored', requestId: 'id-1', code: 'intention.reused', fields: {} });
    expect(till.stores()).toHaveLength(before);
    expect(till.state).toMatchObject({ pending: null, result: { code: 'intention.reused' } });
    expect(till.id).toBe('id-2');
  });
});

describe('a number that this till knows', () => {
  test('is an answer: save sends nothing, says whose it is, and the next customer is served', () => {
    const till = atCounter()
      .types({ ...ALICE, remark: 'x' })
      .agrees()
      .finds('old')
      .saves();
    expect(till.stores()).toEqual([]);
    expect(till.kinds()).toEqual(['fill', 'draft drop', 'expire-aside']);
    expect(till.state).toMatchObject({
      pending: null,
      result: { kind: 'known', member: { slip: 'S-old' } },
      form: { requestId: 'id-1', values: typed({}) },
    });
    till.does({ ...PRESS, now: 10_100 });
    expect(till.effects, 'the second click').toEqual([{ kind: 'focus', target: 'mobile' }]);
    expect(till.does({ type: 'undo-pressed' }).values.remark).toBe('x');
  });
  test('is no other member where it is this form’s own save, whose answer was lost', () => {
    const till = storing();
    till.does({ type: 'not-stored', requestId: till.id, code: 'no-answer', fields: {} });
    till.types({ mobile: '1865182222' }).types(ALICE).finds('id-0');
    expect(knownOf(till.state.form)).toBeNull();
    expect(till.saves().stores().at(-1)).toMatchObject({ requestId: 'id-0', correctionOf: null });
  });
  test('is waited for by a save, but not for long', () => {
    const till = atCounter().types(ALICE).saves();
    expect(till.effects).toEqual([{ kind: 'await-lookup', requestId: 'id-0' }]);
    expect(till.finds('old').stores()).toEqual([]);
    expect(till.state.result).toMatchObject({ kind: 'known' });
    const late = atCounter().types(ALICE).agrees().saves();
    late.does({ type: 'patience-ended', requestId: 'id-0' });
    expect(late.stores()).toMatchObject([{ correctionOf: null }]);
  });
  test('is not said of another number that stands in the form by now', () => {
    const till = atCounter().types(ALICE).types({ mobile: '13900000000' }).finds('old');
    expect(knownOf(till.state.form)).toBeNull();
    expect(till.finds('other', '13900000000').state.form.lookup).toMatchObject({
      member: knownMember('other'),
    });
  });
  test('is asked about again where the till said that it was asked too fast', () => {
    const till = atCounter().types(ALICE);
    const [question] = till.questions() as [Question];
    till.does({ type: 'lookup-refused', question, waitSeconds: 3 });
    const { lookup: putOff } = till.state.form as { lookup: PutOff };
    expect(putOff).toEqual({ kind: 'later', mobile: MOBILE, waitSeconds: 3 });
    expect(till.effects).toEqual([{ kind: 'look-up-later', putOff }]);
    expect(till.does({ type: 'lookup-due', putOff }).kinds()).toEqual(['look-up']);
    expect(till.finds('old').state.form.lookup).toMatchObject({ kind: 'answered' });
  });
  test('is known by the answer to its own question, and not by one that the customer before has asked', () => {
    const till = atCounter().types({ mobile: MOBILE }).agrees().saves();
    till.does({ type: 'patience-ended', requestId: till.id }).isStored();
    const [before, now] = till.types({ mobile: MOBILE }).questions() as [Question, Question];
    till.does({ type: 'looked-up', question: before, member: null });
    expect(till.state.form.lookup, 'asked before that save').toBe(now);
    till.finds('id-0').agrees().saves(20_000);
    expect(till.stores()).toHaveLength(1);
    expect(till.state.result).toMatchObject({ kind: 'known' });
  });
  test('is not asked about again because the till was once asked too fast about it', () => {
    const till = atCounter().types(ALICE);
    const [question] = till.questions() as [Question];
    till.does({ type: 'lookup-refused', question, waitSeconds: 3 });
    const { lookup: before } = till.state.form as { lookup: PutOff };
    till.types({ mobile: '1' }).types(ALICE);
    const [, again] = till.questions() as [Question, Question];
    till.does({ type: 'lookup-refused', question: again, waitSeconds: 60 });
    expect(till.does({ type: 'lookup-due', putOff: before }).effects).toEqual([]);
  });
  test('is asked about again when a form comes back that was put aside before the answer', () => {
    const till = atCounter().types(ALICE).does({ type: 'clear-pressed' }).finds('old');
    expect(till.does({ type: 'undo-pressed' }).kinds()).toContain('look-up');
  });
});

describe('an operator who was taken off the list while chosen', () => {
  test('is told so when saving, and not that a consent is missing; the list opens, and the form stays', () => {
    const till = atCounter().types(ALICE).agrees().finds(null);
    till.counter.operatorIds = ['o-2'];
    till.saves();
    expect(till.kinds()).toEqual(['choose-operator', 'play']);
    expect(till.state).toMatchObject({ pending: null, form: { values: ALICE } });
    expect(till.state.result).toMatchObject({ kind: 'failed', code: 'operator.unknown' });
    expect(till.stores()).toEqual([]);
  });
  test('is told so in the same way where the window has not heard of it yet', () => {
    const till = storing();
    till.does({ type: 'not-stored', requestId: till.id, code: 'operator.unknown', fields: {} });
    expect(till.kinds()).toContain('choose-operator');
  });
  test('opens no list behind the lock', () => {
    const till = storing().does({ type: 'locked' });
    till.does({ type: 'not-stored', requestId: till.id, code: 'operator.unknown', fields: {} });
    expect(till.kinds()).not.toContain('choose-operator');
  });
});

describe('while a save is under way', () => {
  test.each<[string, RegistrationEvent]>([
    ['a clearing', { type: 'clear-pressed' }],
    ['a refusal', { type: 'refuse-pressed' }],
    ['an undo', { type: 'undo-pressed' }],
    ['another press', PRESS],
    ['a tick', { type: 'consent-toggled', at: 2 }],
    ['a tick for marketing', { type: 'marketing-toggled' }],
    ['another word on the known member', { type: 'known-toggled' }],
    ['a correction', { type: 'correction-opened', draft: correctionDraft('held', {}) }],
  ])('%s changes nothing', (_name, event) => {
    const till = storing();
    const before = till.state;
    expect({ ...till.does(event).state, missed: null }).toEqual(before);
    expect(till.kinds().filter((kind) => kind !== 'play')).toEqual([]);
  });
  test('a correction that comes into it is refused aloud, and told after it', () => {
    const till = storing().does({ type: 'correction-opened', draft: correctionDraft('h', {}) });
    expect(till.effects).toEqual([{ kind: 'play', sound: 'error' }]);
    expect(till.isStored().state).toMatchObject({ missed: 'S-h', result: { kind: 'saved' } });
    expect(till.does({ type: 'next-key', now: 20_000 }).state.missed).toBeNull();
  });
});

describe('what comes late', () => {
  test.each<[string, RegistrationEvent]>([
    ['a confirmation', { type: 'stored', requestId: 'id-0', saved, now: 2 }],
    ['a failure', { type: 'not-stored', requestId: 'id-0', code: 'no-answer', fields: {} }],
    ['a verdict on the form', { type: 'validated', requestId: 'id-0', wrong: null }],
    ['the end of the patience', { type: 'patience-ended', requestId: 'id-0' }],
    ['a word about the number', { type: 'looked-up', question: ASKED, member: knownMember('x') }],
    ['a refused question', { type: 'lookup-refused', question: ASKED, waitSeconds: 1 }],
    ['the time to ask again', { type: 'lookup-due', putOff: PUT_OFF }],
  ])('%s of the customer before changes nothing of the next one', (_name, event) => {
    const till = storing().isStored().types({ mobile: '13900000000', name: 'Bob' });
    const before = till.state;
    expect(till.does(event)).toMatchObject({ state: before, effects: [] });
  });
});

test('the next key ends what has gone well, but no failure', () => {
  const till = storing().isStored(0).does({ type: 'next-key', now: 600 });
  expect(till.state.result).toEqual({ kind: 'idle' });
  const failed = storing();
  failed.does({ type: 'not-stored', requestId: 'id-0', code: 'no-answer', fields: {} });
  expect(failed.does({ type: 'next-key', now: 600 }).state.result.kind).toBe('failed');
});
