import { setImmediate } from 'node:timers/promises';

/** The window stands still no longer than this (ms). */
const MAX_BREATH_MS = 20;

/** To be awaited between two parts of a long work. */
export type Breath = () => Promise<void>;

/** Lets the window's calls come in between, which work without a wait of its own would not. */
export function breathe(): Breath {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < MAX_BREATH_MS) return;
    await setImmediate();
    last = performance.now();
  };
}
