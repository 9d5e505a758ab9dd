import { expect, test } from 'vitest';
import { operatorOfBadge } from './operatorOfBadge.ts';

const operators = [
  { id: '1', name: 'A', badge: 'TS-0001' },
  { id: '2', name: 'B' },
];

test('a badge names its operator, whatever stands around it, and nothing else does', () => {
  expect(operatorOfBadge(operators, 'TS-0001')?.id).toBe('1');
  expect(operatorOfBadge(operators, ' TS-0001\t')?.id).toBe('1');
  for (const other of ['', 'TS-000', 'TS-00011', 'ts-0001', '1', 'undefined'])
    expect(operatorOfBadge(operators, other)).toBeNull();
});
