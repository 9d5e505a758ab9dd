import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { freezeBody } from './freezeBody.ts';
import { joinedUnseen } from './joinedUnseen.ts';

const ORIGIN = { brandId: '1', shopId: '2', operatorId: '3' };

/** A save that waits, of a number alone, with these hashes; the first is that of its number. */
function waiting(requestId: string, ...identityKeys: string[]) {
  const body = freezeBody(requestId, ORIGIN, { mobile: '13800138000' });
  return { save: aSave({ requestId, identityKeys }), body };
}
const accepted = (requestId: string, ...identityKeys: string[]) => ({
  save: aSave({ requestId, identityKeys }),
  body: null,
});
const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(32)) as [string, string, string];

test('somebody whose every hash is told by bodies is known anew, also by a correction of what waits', () => {
  const isJoined = joinedUnseen([waiting(A, 'm1'), waiting(B, 'm2', 'm1'), accepted(C, 'm1')]);
  expect(isJoined({ requestId: A })).toBe(false);
  expect(joinedUnseen([waiting(A, 'm1'), waiting(B, 'm2', 'm1')])({ requestId: B })).toBe(false);
});

test('somebody is not whom one without a body joins to another number or code, nor who has a hash that no body tells', () => {
  const isJoined = joinedUnseen([
    waiting(A, 'm1'),
    accepted(B, 'm1', 'c1'),
    waiting(C, 'm3', 'm4'),
  ]);
  expect(isJoined({ requestId: A })).toBe(true);
  expect(isJoined({ requestId: C })).toBe(true);
});

test('nobody else is held for them', () => {
  const isJoined = joinedUnseen([waiting(A, 'm1'), accepted(B, 'm2', 'c1')]);
  expect(isJoined({ requestId: A })).toBe(false);
});

test('somebody is whom one without a body joins to another number, where another body shows the same', () => {
  const queue = [waiting(A, 'm1'), accepted(B, 'm1', 'c1')];
  const both = freezeBody(C, ORIGIN, {
    ...{ mobile: '13800138000', outerId: 'c', outerType: 'wechat' },
  });
  const shown = { save: aSave({ requestId: C, identityKeys: ['m1', 'c1'] }), body: both };
  expect(joinedUnseen(queue)({ requestId: A })).toBe(true);
  expect(joinedUnseen([...queue, shown])({ requestId: A })).toBe(false);
});
