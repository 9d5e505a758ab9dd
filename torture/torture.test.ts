import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../dev/projectPaths.ts';
import { atDepth } from '../testing/depth.ts';
import { canMount } from '../testing/doubles/mountedDisk.ts';
import { textPrintedBy } from './brokenProgram.ts';
import { checkModel } from './checkModel.ts';
import { fullDisk } from './fullDisk.ts';
import { killRounds, type Toll } from './kills.ts';
import { powerCuts } from './powerCuts.ts';
import { readOnlyDisk } from './readOnlyDisk.ts';
import { STORE_BREAKAGES, sequencesUntilCaught } from './storeBreakages.ts';

/** The short form of `npm run torture`: the same checks, fewer rounds. */

test('story 14: killed at random moments with writers and compaction running: nothing acknowledged is lost', async () => {
  const toll = await killRounds(atDepth({ whole: 25, short: 10 }));
  expect(toll).toMatchObject({ lost: 0, unreadable: 0, invented: 0 });
  expect(toll.acknowledged).toBeGreaterThan(100);
});

test('story 1: power cuts, in the first write and in compaction too: nothing acknowledged is lost', async () => {
  const toll = await powerCuts(100);
  expect(toll).toMatchObject({ lost: 0, unreadable: 0, invented: 0 });
  expect(toll.acknowledged).toBeGreaterThan(1_000);
});

test('the same power cuts do find the losses of a store that never flushes', () => {
  const script = join(import.meta.dirname, 'lowdbPeer.ts');
  const toll = JSON.parse(textPrintedBy(script, '50')) as Toll;
  expect(toll.lost).toBeGreaterThan(50);
});

test.runIf(canMount)(
  'story 13: a full disk: told before, never a false "saved", goes on when space returns',
  async () => {
    const result = await fullDisk();
    expect(result).toMatchObject({
      failure: 'store.disk-full',
      wasWarned: true,
      lost: 0,
      invented: 0,
    });
    expect(result.before).toBeGreaterThan(100);
    expect(result.after).toBe(50);
  },
);

test.runIf(canMount)(
  'story 13: a disk that is read-only at the start: the till shows its saves, says why, and goes on by itself',
  async () => {
    expect(await readOnlyDisk()).toEqual({
      shown: 3,
      lock: 'EROFS',
      failure: 'store.read-only',
      told: ['store.read-only'],
      after: 4,
      pins: ['audit.refused', 'audit.refused'],
    });
  },
);

test('random sequences of everything that can happen to a till and its disk agree with a plain model', async () => {
  await checkModel(atDepth({ whole: 120, short: 40 }));
}, 120_000);

test('every mistake that is made on purpose in the store still has its place in the program', () => {
  for (const { file, find } of Object.values(STORE_BREAKAGES)) {
    expect(readFileSync(join(projectRoot, file), 'utf8')).toContain(find);
  }
});

test.each([
  'what fails is tried again at once',
  'the first file that stays ends the removal of the rest',
  'a folder that cannot be listed is an empty one',
] as const)(
  'a store that is broken on purpose is caught: %s',
  (name) => {
    expect(sequencesUntilCaught(name, 300)).not.toBeNull();
  },
  120_000,
);
