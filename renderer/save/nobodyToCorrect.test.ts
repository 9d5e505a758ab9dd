import { describe, expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE } from './atCounter.fixture.ts';
import { shownOf } from './shownRegistration.ts';

const TOGGLE = { type: 'known-toggled' } as const;
const NEXT_KEY = { type: 'next-key', now: 1_000 } as const;
const nobody = (why: string) => ({ kind: 'nobody-to-correct', why });

describe('F6 where nobody is known says why nothing happens', () => {
  test('no number and no code is there yet', () => {
    expect(atCounter().does(TOGGLE).state.result).toEqual(nobody('no-number'));
    expect(atCounter().types({ mobile: '186' }).does(TOGGLE).state.result).toEqual(
      nobody('no-number'),
    );
  });
  test('the till does not know the number', () => {
    const till = atCounter().types({ mobile: MOBILE }).finds(null).does(TOGGLE);
    expect(till.state.result).toEqual(nobody('unknown'));
    expect(till.effects).toEqual([]);
    expect(till.does(NEXT_KEY).state.result).toEqual({ kind: 'idle' });
  });
  test('the till is still being asked: the answer takes the place of the word', () => {
    const till = atCounter().types({ mobile: MOBILE }).does(TOGGLE);
    expect(till.state.result).toEqual(nobody('asking'));
    expect(shownOf(till.finds('old').state).isKnownShown).toBe(true);
  });
  test('also where nobody has said who is at the till: there is nothing to put down to anybody', () => {
    const till = atCounter({
      operatorId: '',
      operatorIds: ['o-1'],
      brandId: 'b',
      noticeVersion: '',
    });
    expect(till.does(TOGGLE).state.result).toEqual(nobody('no-number'));
    expect(till.effects).toEqual([]);
  });
  test('but over nothing that is said already: a failure, a save just done, a correction that is begun, a time to wait', () => {
    const saved = atCounter().types({ mobile: MOBILE }).agrees().finds(null).saves().isStored();
    expect(saved.does(TOGGLE).state.result).toMatchObject({ kind: 'saved' });
    const unconsented = atCounter().types({ mobile: MOBILE }).finds(null).saves();
    expect(unconsented.does(TOGGLE).state.result).toEqual({ kind: 'unconsented' });
    const draft = correctionDraft('held', { mobile: MOBILE });
    const begun = atCounter().does({ type: 'correction-opened', draft }, TOGGLE);
    expect(begun.state.result).toEqual({ kind: 'idle' });
    const later = atCounter().types({ mobile: MOBILE });
    const [question] = later.questions();
    if (question) later.does({ type: 'lookup-refused', question, waitSeconds: 9 });
    expect(shownOf(later.does(TOGGLE).state)).toMatchObject({
      lookupWait: 9,
      result: { kind: 'idle' },
    });
  });
});
