import { expect, test } from 'vitest';
import { atCounter, knownMember, MOBILE } from './atCounter.fixture.ts';

const CODE = { outerId: 'code-1', outerType: 'wechat' } as const;

/** A form that was stored, though nobody heard of it; its number is answered with that save, and then a code comes. */
function codeBehindLostAnswer() {
  const till = atCounter().types({ mobile: MOBILE }).finds(null).agrees().saves();
  till.does({ type: 'not-stored', requestId: till.id, code: 'no-answer', fields: {} });
  till.does({ type: 'clear-pressed' }, { type: 'undo-pressed' });
  return till.finds(till.id).types(CODE);
}

test('a number that is answered with the form’s own save keeps nobody from being told whose the code is', () => {
  const till = codeBehindLostAnswer().finds('member', CODE.outerId).saves(20_000);
  expect(till.stores()).toHaveLength(1);
  expect(till.state.result).toEqual({ kind: 'known', member: knownMember('member') });
});

test('nor is the form stored once more before it is known whose the code is', () => {
  const till = codeBehindLostAnswer().saves(20_000);
  expect(till.stores()).toHaveLength(1);
  till.finds('member', CODE.outerId);
  expect(till.stores()).toHaveLength(1);
  expect(till.state.result).toEqual({ kind: 'known', member: knownMember('member') });
});

test('one whose code nobody is known by is stored as ever', () => {
  const till = codeBehindLostAnswer().finds(null, CODE.outerId).saves(20_000);
  expect(till.stores().at(-1)).toMatchObject({ correctionOf: null, member: CODE });
  expect(till.stores()).toHaveLength(2);
});
