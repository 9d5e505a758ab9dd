import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { newestFirst } from './newestFirst.ts';

test('each round has one save of a person at the most, and none before what stands behind it', () => {
  const of = (sequence: number, ...identityKeys: string[]) => aSave({ sequence, identityKeys });
  const saves = [of(1, 'a'), of(2, 'b'), of(3, 'c'), of(4, 'a'), of(5), of(6, 'c'), of(7, 'a')];
  const book = new SaveBook();
  for (const save of saves) book.keep(save);
  // What was accepted shows that two of them are one.
  book.keep(aSave({ sequence: 8, state: 'accepted', identityKeys: ['b', 'c'] }));
  const rounds = newestFirst(saves, book.queue);
  expect(rounds.map((round) => round.map(({ sequence }) => sequence))).toEqual([
    [7, 6, 5],
    [4, 3],
    [2, 1],
  ]);
});
