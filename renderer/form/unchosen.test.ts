import { expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { NONE_UNCHOSEN, refusedFor, stillUnchosen, unseenIn } from './unchosen.ts';

const LEFT = { remark: { refusedAt: null }, name: { refusedAt: null } };

test('the first field of the screen is looked at first, and each of them', () => {
  expect(unseenIn(LEFT, 1_000)).toBe('name');
  const refused = refusedFor(LEFT, 'name', 1_000);
  expect(unseenIn(refused, 1_499), 'nobody reads so fast').toBe('name');
  expect(unseenIn(refused, 1_500)).toBe('remark');
  expect(unseenIn(refusedFor(refused, 'remark', 1_500), 2_000)).toBeNull();
  expect(unseenIn(NONE_UNCHOSEN, 0)).toBeNull();
});

test('an impatient press puts nothing off', () => {
  const refused = refusedFor(refusedFor(LEFT, 'name', 1_000), 'name', 1_400);
  expect(unseenIn(refused, 1_500)).toBe('remark');
});

test('a word that is edited is somebody’s; the others stay, and nothing is another object for them', () => {
  const before = { ...EMPTY_MEMBER, name: 'zhang', remark: 'la' };
  expect(stillUnchosen(LEFT, before, { ...before, name: '张' })).toEqual({
    remark: { refusedAt: null },
  });
  expect(stillUnchosen(LEFT, before, { ...before, mobile: '1' })).toBe(LEFT);
});
