import { expect, test } from 'vitest';
import { atCounter, MOBILE } from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';
import { knownOf, takesConsent } from './registration.ts';

const TOGGLE = { type: 'known-toggled' } as const;

/** A form with a number whose save another till sends by now. */
const moved = () => atCounter().types({ mobile: MOBILE }).finds('gone', MOBILE, 'moved');

test('who was registered here and went to another till is not registered silently once more', () => {
  const till = moved().saves();
  expect(till.stores()).toEqual([]);
  expect(till.state.result).toMatchObject({ kind: 'known', member: { state: 'moved' } });
});

test('F6 registers once more, with a consent of its own: what another till has cannot be corrected here', () => {
  const till = moved().does(TOGGLE);
  expect(knownOf(till.state.form)).toMatchObject({ choice: 'add' });
  expect(takesConsent(till.state.form)).toBe(true);
  expect(draftOf(till.state, till.counter)?.chosen).toBeNull();
  till.agrees().saves();
  expect(till.kinds()).toContain('store');
  expect(till.stores()).toMatchObject([{ correctionOf: null, consent: { operatorId: 'o-1' } }]);
});

test('F6 once more takes that back', () => {
  const till = moved().does(TOGGLE, TOGGLE);
  expect(knownOf(till.state.form)).toMatchObject({ choice: 'none' });
  expect(till.saves().stores()).toEqual([]);
});
