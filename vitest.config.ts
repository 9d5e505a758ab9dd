import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Half of the time of a page's test is the browser's: two of them share two cores well.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,main,renderer,sandbox,dev,bench}/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          // A real browser starts before the tests of the page, perhaps beside others.
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // After the others, one file at a time: windows want both cores.
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/driver/globalSetup.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          fileParallelism: false,
          // The window hears of things a moment after they have happened.
          expect: { poll: { timeout: 10_000 } },
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
