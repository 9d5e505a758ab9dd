import { describe, expect, test } from 'vitest';
import {
  atCounter,
  COUNTER,
  correctionDraft,
  knownMember,
  MOBILE,
  typed,
} from './atCounter.fixture.ts';
import { RegistrationDesk } from './RegistrationDesk.ts';
import type { Question } from './registration.ts';
import type { RegistrationEvent } from './registrationEvents.ts';
import { looksSame, shownOf } from './shownRegistration.ts';

/** A desk whose till never answers, and how often the screen was told to draw. */
function desk() {
  const never = () => new Promise<never>(() => {});
  const bridge = {
    registerMember: never,
    findMember: never,
    readForCorrection: never,
    compareMember: never,
  };
  const desk = new RegistrationDesk({ bridge, counter: () => COUNTER, onPage: () => {} });
  let drawn = 0;
  desk.subscribe(() => (drawn += 1));
  return { desk, drawn: () => drawn };
}

describe('typing draws the fields alone', () => {
  test('no key of a whole customer makes the screen draw anything else', () => {
    const { desk: at, drawn } = desk();
    for (let length = 1; length <= MOBILE.length; length += 1)
      at.dispatch({ type: 'edited', values: typed({ mobile: MOBILE.slice(0, length) }) });
    for (const name of ['王', '王芳'])
      at.dispatch({ type: 'edited', values: typed({ mobile: MOBILE, name }) });
    expect(at.snapshot().form.values.name).toBe('王芳');
    expect(drawn()).toBe(0);
  });

  test('what is drawn stays the same object until something else is to be seen', () => {
    const { desk: at, drawn } = desk();
    const before = at.shown();
    at.dispatch({ type: 'edited', values: typed({ name: '王' }) });
    expect(at.shown()).toBe(before);
    at.dispatch({ type: 'marketing-toggled' });
    expect(at.shown()).not.toBe(before);
    expect(drawn()).toBe(1);
  });
});

describe('whatever changes what is to be seen is drawn', () => {
  const asked = () => atCounter().types({ mobile: MOBILE });
  const questionOf = (till: ReturnType<typeof atCounter>) => {
    const [question] = till.questions() as [Question];
    return { question };
  };
  type Act = RegistrationEvent | ((till: ReturnType<typeof atCounter>) => RegistrationEvent);
  const known = () => atCounter().types({ mobile: MOBILE }).finds('save-1');
  test.each<[string, () => ReturnType<typeof atCounter>, Act]>([
    ['a tick', atCounter, { type: 'consent-toggled', at: 1 }],
    [
      'a known number',
      asked,
      (till) => ({ type: 'looked-up', ...questionOf(till), member: knownMember('save-1') }),
    ],
    ['the wish to correct', known, { type: 'known-toggled' }],
    [
      'a till that does not say yet',
      asked,
      (till) => ({ type: 'lookup-refused', ...questionOf(till), waitSeconds: 3 }),
    ],
    [
      'another number than the known one',
      known,
      { type: 'edited', values: typed({ mobile: '1' }) },
    ],
    [
      'a save',
      () => atCounter().types({ mobile: MOBILE }).agrees(),
      { type: 'save-pressed', values: typed({ mobile: MOBILE }), now: 1 },
    ],
    [
      'a missing consent',
      () => atCounter().types({ mobile: MOBILE }).finds(null),
      { type: 'save-pressed', values: typed({ mobile: MOBILE }), now: 1 },
    ],
    ['a form that was cleared', () => atCounter().types({ name: '王' }), { type: 'clear-pressed' }],
    [
      'a correction out of the queue',
      atCounter,
      { type: 'correction-opened', draft: correctionDraft('save-1', {}) },
    ],
  ])('%s', (_what, start, act) => {
    const till = start();
    const before = shownOf(till.state);
    expect(looksSame(before, shownOf(till.state))).toBe(true);
    till.does(typeof act === 'function' ? act(till) : act);
    expect(looksSame(before, shownOf(till.state))).toBe(false);
  });
});
