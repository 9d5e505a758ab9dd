import { screenOf } from './screens.ts';

/** Vitest's hook before each file of tests: its windows open on the screen of the worker that runs it. */
const screen = screenOf(Number(process.env.VITEST_POOL_ID));
if (screen !== undefined) process.env.DISPLAY = screen;
