import { existsSync, rmSync } from 'node:fs';
import { compile } from './compile.ts';
import { type Mutant, mutated, mutatedAndTold } from './mutant.ts';
import type { ProjectCopy } from './projectCopy.ts';
import { runTests } from './runTests.ts';

/** `by`: the first test that failed. `isReached`: whether any test came to the spot at all. */
export type Verdict =
  | { is: 'killed'; by: string }
  | { is: 'survived'; isReached: boolean }
  | { is: 'invalid'; why: string };

/** Tries one mutant in a copy of the project, and leaves the copy as it was. */
export async function judge(
  copy: ProjectCopy,
  mutant: Mutant,
  tests: readonly string[],
  patience?: number,
): Promise<Verdict> {
  const { file } = mutant;
  try {
    copy.write(file, mutated(copy.original(file), mutant));
    const complaint = await compile(copy);
    if (complaint !== null) return { is: 'invalid', why: complaint };
    if (tests.length === 0) return { is: 'survived', isReached: false };
    copy.write(file, mutatedAndTold(copy.original(file), mutant));
    rmSync(copy.reached, { force: true });
    const failed = await runTests(copy, tests, patience);
    const isReached = existsSync(copy.reached);
    if (failed === null) return { is: 'survived', isReached };
    // What fails without coming to the mistake says nothing about the tests.
    return isReached ? { is: 'killed', by: failed } : { is: 'invalid', why: `unmet: ${failed}` };
  } finally {
    copy.restore(file);
  }
}
