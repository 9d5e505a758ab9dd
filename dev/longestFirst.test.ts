import { expect, test } from 'vitest';
import { longestFirst } from './longestFirst.ts';

test('the tests of every state come before the rest of their group, and a group stays before the next', () => {
  const at = (moduleId: string, groupOrder = 0) => ({
    moduleId,
    project: { config: { sequence: { groupOrder } } },
  });
  const files = [
    at('/app/large.test.ts'),
    at('/pageTests/states/form.test.ts'),
    at('/app/small.test.ts'),
    at('/pageTests/states/queue.test.ts'),
    at('/e2e/kill.test.ts', 1),
  ];
  expect(longestFirst(files).map(({ moduleId }) => moduleId)).toEqual([
    '/pageTests/states/form.test.ts',
    '/pageTests/states/queue.test.ts',
    '/app/large.test.ts',
    '/app/small.test.ts',
    '/e2e/kill.test.ts',
  ]);
});
