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
  /** A line of each that failed, and of each error that no test caught: where, and the first line of what was wrong. */
  failures: readonly string[];
  /** The same of each that failed at first, and passed when it was tried again. */
  secondTries: readonly string[];
}

/**
 * Of a whole run so many tests may need another try (`retry` in `vitest.config.ts`): where more do it is not the machine
 * that was busy for a moment.
 */
export const MOST_SECOND_TRIES = 5;

/** One run of vitest, which prints what it does. */
export async function runTests(filters: readonly string[], chosen: Chosen): Promise<Tally> {
  const vitest = await startVitest('test', [...filters], { run: true, watch: false, ...chosen });
  const count = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  const secondTries: string[] = [];
  for (const module of vitest.state.getTestModules()) {
    // A file that could not be read, or fails outside its tests.
    if (module.errors().length > 0) {
      count.failed += 1;
      failures.push(failureLine(module.relativeModuleId, module.errors()));
    }
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      count[state === 'pending' ? 'skipped' : state] += 1;
      const line = () => failureLine(`${module.relativeModuleId} > ${test.fullName}`, errors ?? []);
      if (state === 'failed') failures.push(line());
      if (test.diagnostic()?.flaky) secondTries.push(line());
    }
  }
  const uncaught = vitest.state.getUnhandledErrors();
  failures.push(...uncaught.map((error) => failureLine('caught by no test', [error])));
  await vitest.close();
  const { failed, passed } = count;
  const isGood = failed === 0 && passed > 0 && uncaught.length === 0;
  return { ...count, isGood, failures, secondTries };
}

/** Whether a run is good as a whole: nothing failed, and few enough tests have needed a second try. */
export function isGoodRun({ isGood, secondTries }: Tally): boolean {
  return isGood && secondTries.length <= MOST_SECOND_TRIES;
}

/** What is said at the end of a run, for people who are shown the last lines of a long log. */
export function closingLines(tally: Tally): string[] {
  const { passed, failed, skipped, failures, secondTries } = tally;
  const tried = secondTries.length;
  return [
    ...secondTries.map((line) => `passed when it was tried again: ${line}`),
    ...failures.map((line) => `failed: ${line}`),
    ...(tried > MOST_SECOND_TRIES
      ? [`failed: ${tried} tests had to be tried again, more than ${MOST_SECOND_TRIES}`]
      : []),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ];
}

function failureLine(place: string, [error]: readonly unknown[]): string {
  const message = (error as Partial<Error> | undefined)?.message ?? String(error);
  return `${place}: ${message.split('\n', 1)[0]}`;
}

/** What two runs have come to together. */
export function together(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    isGood: one.isGood && other.isGood,
    failures: [...one.failures, ...other.failures],
    secondTries: [...one.secondTries, ...other.secondTries],
  };
}
