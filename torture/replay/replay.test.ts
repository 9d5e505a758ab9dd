import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../dev/projectPaths.ts';
import { atDepth } from '../../testing/depth.ts';
import { BREAKAGES, runsUntilCaught } from './breakages.ts';
import { FOUND } from './found.ts';
import { checkReplay, runSchedule } from './simulate.ts';

/** The short form of `npm run torture -- replay`. */

test('whatever is answered, whoever pulls the plug, whatever the clock says: every save ends once, in order', async () => {
  await checkReplay(atDepth({ whole: 300, short: 40 }));
}, 180_000);

test.each(FOUND)('%s', async (_name, schedule) => {
  await runSchedule(schedule);
});

test('every mistake that is made on purpose still has its place in the program', () => {
  for (const { file, find } of Object.values(BREAKAGES)) {
    expect(readFileSync(join(projectRoot, file), 'utf8')).toContain(find);
  }
});

test.each(['a new id at every attempt', 'sent before the mark is on disk'] as const)(
  'a till that is broken on purpose is caught: %s',
  (name) => {
    expect(runsUntilCaught(name, 300)).not.toBeNull();
  },
  120_000,
);
