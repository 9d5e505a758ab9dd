import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { followedAmong } from './passing.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';

const save = aSave({ sequence: 1, identityKeys: ['p'] });

function isFollowedBy(...others: Partial<Save>[]): boolean {
  const book = new SaveBook();
  for (const one of [save, ...others.map((other) => aSave({ identityKeys: ['p'], ...other }))])
    book.keep(one);
  return followedAmong(book)(save);
}

test.each<Partial<Save>>([
  { state: 'pending' },
  { state: 'sending' },
  { state: 'held' },
  { state: 'accepted' },
  { state: 'discarded', closedReason: 'moved' },
])('a later save of the same person follows: %j', (other) => {
  expect(isFollowedBy({ sequence: 2, ...other })).toBe(true);
});

test('whoever is joined to the person by another save follows as well', () => {
  const joining = { sequence: 2, state: 'discarded', identityKeys: ['p', 'q'] } as const;
  expect(isFollowedBy(joining, { sequence: 3, identityKeys: ['q'] })).toBe(true);
});

test('what was closed here, what is earlier, and what is somebody else’s does not', () => {
  expect(isFollowedBy({ sequence: 2, state: 'discarded' })).toBe(false);
  expect(isFollowedBy({ sequence: 2, state: 'discarded', closedReason: 'corrected' })).toBe(false);
  expect(isFollowedBy({ sequence: 2, identityKeys: ['other'] })).toBe(false);
  const book = new SaveBook();
  const later = aSave({ sequence: 2, identityKeys: ['p'] });
  for (const one of [save, later]) book.keep(one);
  expect(followedAmong(book)(later)).toBe(false);
});
