import { expect, test } from 'vitest';
import { longestFirst } from './longestFirst.ts';

test('the tests of every state come before the rest of their group, and a group stays before the next', () => {
  const at = (moduleId: string, groupOrder = 0) => ({
    moduleId,
    project: { config: { sequence: { groupOrder } } },
  });
  const files = [
    at('/app/large.test.ts'),
    at('/renderer/page/states/form.test.ts'),
    at('/app/small.test.ts'),
    at('/renderer/page/states/queue.test.ts'),
    at('/e2e/kill.test.ts', 1),
  ];
  expect(longestFirst(files).map(({ moduleId }) => moduleId)).toEqual([
    '/renderer/page/states/form.test.ts',
    '/renderer/page/states/queue.test.ts',
    '/app/large.test.ts',
    '/app/small.test.ts',
    '/e2e/kill.test.ts',
  ]);
});
