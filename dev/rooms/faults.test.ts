import { expect, test } from 'vitest';
import { faultsOf } from './faults.ts';
import { ROOMS } from './rooms.ts';

const faultsIn = (imports: Record<string, string[]>) => faultsOf(new Map(Object.entries(imports)));

test('what ships imports no harness, sandbox or tool', () => {
  for (const room of ['testing', 'preview', 'pageTests', 'torture', 'mutants', 'bench', 'e2e']) {
    for (const shipped of ['app', 'main', 'renderer']) {
      expect(faultsIn({ [`${shipped}/a.ts`]: [`${room}/b.ts`] })).toEqual([
        `${shipped}/a.ts may not import ${room}/b.ts`,
      ]);
    }
  }
});

test('a test of main may stand on doubles, its neighbour that ships may not', () => {
  const doubles = ['testing/doubles/virtualClock.ts'];
  expect(faultsIn({ 'main/clock/clock.test.ts': doubles })).toEqual([]);
  expect(faultsIn({ 'main/clock/clock.ts': doubles })).toHaveLength(1);
});

test('main and the page do not know each other, not even in tests', () => {
  expect(faultsIn({ 'main/a.test.ts': ['renderer/b.ts'] })).toHaveLength(1);
  expect(faultsIn({ 'renderer/a.test.ts': ['main/b.ts'] })).toHaveLength(1);
});

test('a folder that nobody has given a place in the table is told of', () => {
  expect(faultsIn({ 'attic/a.ts': [] })).toEqual([
    'attic/ is no room that dev/rooms/rooms.ts knows',
  ]);
});

test('folders that import each other are a circle, by whichever files', () => {
  const faults = faultsIn({
    'app/x/a.ts': ['app/y/a.ts'],
    'app/x/b.ts': [],
    'app/y/a.ts': [],
    'app/y/b.ts': ['app/x/b.ts'],
  });
  expect(faults).toEqual([
    'a circle of folders: app/x → app/y → app/x\n' +
      '  app/x/a.ts imports app/y/a.ts\n  app/y/b.ts imports app/x/b.ts',
  ]);
});

test('a file beside folders stands for itself: it may import one and be imported by another', () => {
  expect(
    faultsIn({
      'main/log.ts': [],
      'main/till.ts': ['main/x/a.ts'],
      'main/x/a.ts': ['main/log.ts'],
    }),
  ).toEqual([]);
});

test('a test makes no circle: it may use what uses its neighbours', () => {
  expect(
    faultsIn({
      'main/x/a.ts': [],
      'main/x/a.test.ts': ['testing/tills/b.ts'],
      'testing/tills/b.ts': ['main/x/a.ts'],
    }),
  ).toEqual([]);
});

test('a room imports only rooms that stand above it in the table', () => {
  const names = Object.keys(ROOMS);
  for (const [name, { imports }] of Object.entries(ROOMS)) {
    const above = names.slice(0, names.indexOf(name));
    expect(above, name).toEqual(expect.arrayContaining([...imports]));
  }
});
