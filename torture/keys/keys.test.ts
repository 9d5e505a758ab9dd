import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../dev/projectPaths.ts';
import { atDepth } from '../../testing/depth.ts';
import { KEY_BREAKAGES, sequencesUntilCaught } from './keyBreakages.ts';
import { keysSequences } from './keysSequences.ts';

test('over everything that happens to a key, each acknowledged save is there, once, or told as waiting for it', async () => {
  await keysSequences.check(atDepth({ whole: 25, short: 8 }));
}, 300_000);

test('every mistake that is made on purpose with the keys still has its place in the program', () => {
  for (const { file, find } of Object.values(KEY_BREAKAGES))
    expect(readFileSync(join(projectRoot, file), 'utf8')).toContain(find);
});

test.each([
  // With the seed whose sequences come to it soon: the first one's take up to 85.
  ['a key that is gone is replaced in silence', 1],
  ['what was taken in goes on waiting', 4],
  ['a crash while a queue goes aside leaves it half there', 3],
  ['a queue is taken in with a key of another till', 1],
] as const)(
  'a program whose keys are broken on purpose is caught: %s',
  (name, soon) => {
    const seed = atDepth({ whole: 1, short: soon });
    expect(sequencesUntilCaught(name, 200, seed)).not.toBeNull();
  },
  200_000,
);
