import { expect, test } from 'vitest';
import { atCounter, MOBILE } from './atCounter.fixture.ts';

test('a tick of before the lock in a form with nothing in it is no consent of whoever is typed behind it', () => {
  const till = atCounter().agrees();
  till.does({ type: 'marketing-toggled' }, { type: 'locked' }, { type: 'unlocked' });
  till.types({ mobile: MOBILE }).finds(null).saves();
  expect(till.stores()).toEqual([]);
  expect(till.state.result.kind).toBe('unconsented');
  till.agrees(2).saves();
  expect(till.stores().map(({ consent }) => [consent?.at, consent?.marketing])).toEqual([
    [2, false],
  ]);
});

test('that of somebody who has been typed stays theirs', () => {
  const till = atCounter().types({ mobile: MOBILE }).agrees().finds(null);
  till.does({ type: 'locked' }, { type: 'unlocked' }).saves();
  expect(till.stores().map(({ consent }) => consent?.at)).toEqual([1]);
});
