import { expect, test } from 'vitest';
import { runsUntilCaught } from './breakages.ts';
import { FOUND } from './found.ts';
import { checkReplay, runSchedule } from './simulate.ts';

/** The short form of `npm run torture -- replay`. */

test('whatever is answered, whoever pulls the plug, whatever the clock says: every save ends once, in order', async () => {
  await checkReplay(300);
}, 180_000);

test.each(FOUND)('%s', async (_name, schedule) => {
  await runSchedule(schedule);
});

test.each(['a new id at every attempt', 'sent before the mark is on disk'] as const)(
  'a till that is broken on purpose is caught: %s',
  (name) => {
    expect(runsUntilCaught(name, 300)).not.toBeNull();
  },
  120_000,
);
