import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../dev/projectPaths.ts';
import { atDepth } from '../../testing/depth.ts';
import { COPIES_BREAKAGES, sequencesUntilCaught } from './copiesBreakages.ts';
import { copiesSequences } from './copiesSequences.ts';

test('over copies of a disk, kills, answers and days nobody is registered twice, and everybody has left or is shown to the manager', async () => {
  await copiesSequences.check(atDepth({ whole: 25, short: 5 }));
}, 300_000);

test('every mistake that is made on purpose with copied disks still has its place in the program', () => {
  for (const { file, find } of Object.values(COPIES_BREAKAGES))
    expect(readFileSync(join(projectRoot, file), 'utf8')).toContain(find);
});

test.each([
  // With the seed whose sequences come to it soon.
  ['a killed start leaves no trace', 8],
  ['what was registered here is closed with what came along', 8],
] as const)(
  'a program that is broken on purpose is caught: %s',
  (name, soon) => {
    const seed = atDepth({ whole: 1, short: soon });
    expect(sequencesUntilCaught(name, 100, seed)).not.toBeNull();
  },
  300_000,
);
