import { startVitest } from 'vitest/node';

/** What vitest takes beside the files: `-t` and `--project`. */
export interface Chosen {
  testNamePattern?: string;
  project?: string[];
}

/** What a run of tests has come to. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Nothing failed, something ran, and nothing was thrown that no test caught. */
  isGood: boolean;
}

/** One run of vitest, which prints what it does. */
export async function runTests(filters: readonly string[], chosen: Chosen): Promise<Tally> {
  const vitest = await startVitest('test', [...filters], { run: true, watch: false, ...chosen });
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const module of vitest.state.getTestModules()) {
    // A file that could not be read, or fails outside its tests.
    if (module.errors().length > 0) count.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      count[state === 'pending' ? 'skipped' : state] += 1;
    }
  }
  await vitest.close();
  const { failed, passed } = count;
  const isGood = failed === 0 && passed > 0 && vitest.state.getUnhandledErrors().length === 0;
  return { ...count, isGood };
}

/** What two runs have come to together. */
export function together(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    isGood: one.isGood && other.isGood,
  };
}
