import { expect, test } from 'vitest';
import { atCounter, MOBILE, typed } from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';

const CODE = { outerId: 'code-1', outerType: 'wechat' } as const;

test('whoever shares somebody’s number and is a member by the code comes back with F3 no more once they are erased by a number of their own', () => {
  const till = atCounter()
    .types({ mobile: MOBILE, name: 'Child', ...CODE })
    .agrees();
  till.finds('mother').finds('child', CODE.outerId).does({ type: 'known-toggled' });
  till.saves().compares().does({ type: 'correction-added', requestId: till.id });
  expect(till.state.aside?.values.name).toBe('Child');
  till.does({
    type: 'person-erased',
    person: { identity: { mobile: '13900139000' }, saves: ['child'], draft: null, typed: null },
  });
  till.does({ type: 'undo-pressed' });
  expect(till.values).toEqual(typed({}));
  expect(draftOf(till.state, till.counter)).toBeNull();
});
