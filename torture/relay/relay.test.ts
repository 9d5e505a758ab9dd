import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../dev/projectPaths.ts';
import { atDepth } from '../../testing/depth.ts';
import { runSchedule } from '../replay/simulate.ts';
import { FOUND_AT_RELAY } from './foundAtRelay.ts';
import { RELAY_BREAKAGES, relayRunsUntilCaught } from './relayBreakages.ts';
import { checkRelay, openRelay } from './relaySequences.ts';

/** The short form of `npm run torture -- relay`. */

test('whatever the relay duplicates, delays, loses or forgets, and whenever it dies: every save ends once, in order', async () => {
  await checkRelay(atDepth({ whole: 300, short: 40 }));
}, 180_000);

test.each(FOUND_AT_RELAY)('%s', async (_name, schedule) => {
  await runSchedule(schedule, openRelay);
});

test('every mistake that is made on purpose in the relay still has its place in the program', () => {
  for (const { file, find } of Object.values(RELAY_BREAKAGES)) {
    expect(readFileSync(join(projectRoot, file), 'utf8')).toContain(find);
  }
});

test.each([
  'the body is written anew',
  'each attempt gets an id of its own',
  'a copy of what has left is refused as if it had not',
] as const)(
  'a relay that is broken on purpose is caught: %s',
  (name) => {
    expect(relayRunsUntilCaught(name, 300)).not.toBeNull();
  },
  120_000,
);
