import { expect, test } from 'vitest';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { Effect } from '../../sandbox/business/ledger.ts';
import { differences } from './differences.ts';

const line = (slip: string, requestId: string, state = 'accepted') =>
  ({ slip, requestId, state, customerId: `c-${requestId}` }) as SaveLine;
const effect = (requestId: string, customerId = `c-${requestId}`) =>
  ({ requestId, customerId }) as Effect;

const promised = [line('S-1', 'a', 'pending'), line('S-2', 'b', 'pending')];
const lines = [line('S-2', 'b'), line('S-1', 'a')];

test('the demo is content with one effect for each promised id, in any order', () => {
  expect(differences(promised, lines, [effect('b'), effect('a')])).toEqual([]);
});

test('the demo sees a member that is lost, doubled, renamed, waiting or somebody else', () => {
  expect(differences(promised, lines, [effect('a')])).toHaveLength(2);
  expect(differences(promised, lines, [effect('a'), effect('b'), effect('b')])).toHaveLength(2);
  expect(differences(promised, lines, [effect('a'), effect('x')])).toHaveLength(2);
  expect(differences(promised, lines, [effect('a'), effect('b', 'c-other')])).toHaveLength(1);
  expect(
    differences(
      promised,
      [line('S-1', 'a'), line('S-2', 'b', 'pending')],
      [effect('a'), effect('b')],
    ),
  ).toEqual(['S-2 is pending']);
  expect(
    differences(promised, [line('S-1', 'a'), line('S-2', 'x')], [effect('a'), effect('x')]),
  ).toHaveLength(3);
});
