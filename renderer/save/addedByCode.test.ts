import { expect, test } from 'vitest';
import { atCounter, knownMember, MOBILE } from './atCounter.fixture.ts';
import { knownOf } from './registration.ts';

const CODE = { outerId: 'code-1', outerType: 'wechat' } as const;

/** A number that this till knows, and a code; the code is answered with this member. */
function withCode(ofCode: string | null, state: 'accepted' | 'moved' = 'accepted') {
  const till = atCounter()
    .types({ mobile: MOBILE, name: 'Child', ...CODE })
    .agrees();
  till.finds('mother');
  return ofCode === null ? till.finds(null, CODE.outerId) : till.finds(ofCode, CODE.outerId, state);
}

/** The number is somebody else's, says whoever was asked what a correction would change. */
function added(till: ReturnType<typeof atCounter>) {
  till.does({ type: 'known-toggled' }).saves().compares();
  return till.does({ type: 'correction-added', requestId: till.id });
}

test('who shares somebody’s number, and is a member by the code, is told so and not registered once more', () => {
  const till = added(withCode('child'));
  expect(till.stores()).toEqual([]);
  expect(till.state.result).toEqual({ kind: 'known', member: knownMember('child') });
  till.does({ type: 'undo-pressed' }, { type: 'known-toggled' }).saves(20_000);
  expect(till.comparisons().at(-1), 'F6 corrects that member').toMatchObject({
    correctionOf: 'child',
  });
});

test('who shares it and has a code that nobody, or the same member, is known by is added as ever', () => {
  for (const ofCode of [null, 'mother']) {
    const till = added(withCode(ofCode));
    expect(till.stores()).toMatchObject([{ correctionOf: null, member: CODE }]);
  }
});

test('who shares it and is with another till by the code is told so as well, and F6 adds beside both', () => {
  const till = added(withCode('child', 'moved'));
  expect(till.stores()).toEqual([]);
  const child = { ...knownMember('child'), state: 'moved' };
  expect(till.state.result).toEqual({ kind: 'known', member: child });
  till.does({ type: 'undo-pressed' }, { type: 'known-toggled' });
  expect(knownOf(till.state.form)).toMatchObject({
    choice: 'add',
    member: { requestId: 'mother' },
  });
  expect(till.saves(20_000).stores()).toMatchObject([{ correctionOf: null, member: CODE }]);
});

test('beside whom they were added is told anew where it is somebody else, and gone with who is erased', () => {
  const till = added(withCode('child', 'moved'));
  till.does({ type: 'undo-pressed' }, { type: 'known-toggled' });
  const identity = { mobile: '13900000000' };
  const person = { identity, saves: ['child'], draft: null, typed: null };
  till.does({ type: 'person-erased', person });
  expect(JSON.stringify(till.state)).not.toContain('"child"');
  till.types({ outerId: 'code-2' }).finds('aunt', 'code-2', 'moved');
  expect(till.saves(20_000).stores()).toEqual([]);
  expect(till.state.result).toMatchObject({ kind: 'known', member: { requestId: 'aunt' } });
});
