import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { hasDisplay } from './dev/display.ts';
import { LongestFirst } from './dev/longestFirst.ts';

const UNIT_TESTS = [
  '{app,main,renderer,platform,sandbox,relay,dev,bench,testing,preview,torture,mutants}/**/*.test.{ts,tsx}',
];

/**
 * Each in a process of its own. What a test puts in a module's place has no effect once another file's test has read that module. And
 * random sequences on a disk in memory have the garbage looked for all the time: where others have left a gigabyte behind,
 * what takes three seconds took minutes.
 */
const ALONE_TESTS = globSync(UNIT_TESTS, { exclude: ['**/node_modules/**'] })
  .filter((path) => isAlone(readFileSync(path, 'utf8')))
  .map((path) => path.replaceAll('\\', '/'));

function isAlone(test: string): boolean {
  const isRandomOnDisk = test.includes("from 'fast-check'") && test.includes('PowerDisk');
  return isRandomOnDisk || /\bvi\.(mock|doMock)\(/.test(test);
}

const unitTests = {
  // They run beside whatever waits, and give way to it: what takes seven seconds alone took a minute there.
  testTimeout: 300_000,
  hookTimeout: 60_000,
  setupFiles: ['testing/doubles/cheapScrypt.ts'],
  sequence: { groupOrder: 0 },
};

/** Every state of the page in every look: a browser that is never idle. */
const STATES_TESTS = ['pageTests/states/**/*.test.ts'];

const pageTests = {
  // Each file has a tab of its own, and the browser of its worker (`pageTests/previewSetup.ts`).
  isolate: false,
  globalSetup: ['pageTests/previewSetup.ts'],
  testTimeout: 60_000,
  // A real browser starts before the tests of the page, perhaps beside others.
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...unitTests,
          name: 'unit',
          include: UNIT_TESTS,
          exclude: ['**/node_modules/**', ...ALONE_TESTS],
          // A process reads each module once, not once for every file: half of the time of most files went into that.
          isolate: false,
        },
      },
      {
        test: { ...unitTests, name: 'unit, alone', include: ALONE_TESTS },
      },
      {
        test: {
          ...pageTests,
          name: 'page, states',
          include: STATES_TESTS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Beside those that never wait (`dev/testParts.ts`), or after them. Two thirds of the time of these they do, for what a
        // hand or a scanner takes.
        test: {
          ...pageTests,
          name: 'page',
          include: ['pageTests/**/*.test.ts'],
          exclude: STATES_TESTS,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // After the others. Most of their time they wait, for a window, a key's due time, a call's end: three fill
        // two cores. On a screen that is not ours the windows of one file would take the focus from another's.
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/driver/globalSetup.ts'],
          setupFiles: ['e2e/driver/ownScreen.ts'],
          // The driver takes a second to be read: once for each worker, not for each file.
          isolate: false,
          // What waits for a real window waits in vain where the machine gives its processes nothing for a while: three of four
          // hundred did so in one run, and none in the next. Whoever is tried again is named at the end, and many of them fail the
          // run (`dev/testRun.ts`).
          retry: 1,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: hasDisplay() ? 1 : 3,
          // The window hears of things a moment after they have happened.
          expect: { poll: { timeout: 10_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
