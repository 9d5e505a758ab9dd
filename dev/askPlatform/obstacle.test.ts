import { expect, test } from 'vitest';
import { type Answer, failedAnswer } from './answer.ts';
import { type Expects, obstacleOf } from './obstacle.ts';

const answer = (changes: Partial<Answer>): Answer => ({ ...failedAnswer(''), ...changes });
const ask = (changes: Partial<Answer>, expects: Expects, tries = 1) =>
  obstacleOf(answer(changes), { step: 'x', expects, tries }) !== null;

test.each([
  ['no answer', { kind: 'failure', meaning: 'unreachable' }, [true, true, true]],
  ['a ban', { kind: 'error', meaning: 'quota' }, [true, true, true]],
  ['a refused time', { kind: 'error', meaning: 'clock' }, [true, true, false]],
  ['a page', { kind: 'foreign', meaning: 'unreachable' }, [true, false, false]],
  ['a wrong setting', { kind: 'error', meaning: 'configuration' }, [true, false, false]],
  ["a fault of the platform's", { kind: 'error', meaning: 'later' }, [true, false, false]],
  ['a refused member', { kind: 'error', meaning: 'rejected' }, [false, false, false]],
  ['an acceptance', { kind: 'accepted', meaning: 'accepted' }, [false, false, false]],
] as const)(
  '%s forbids to go on after a save, after a wrong member, after a wrong call: %j',
  (_, came, forbids) => {
    expect((['save', 'any', 'protocol'] as const).map((expects) => ask(came, expects))).toEqual(
      forbids,
    );
  },
);

test('what looks like a passing fault for a second time is the answer', () => {
  expect(ask({ kind: 'error', meaning: 'later' }, 'save', 2)).toBe(false);
});
