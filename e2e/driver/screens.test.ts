import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { screenOf } from './screens.ts';

const number = Number(process.env.VITEST_POOL_ID);

test.skipIf(screenOf(1) === undefined)(
  'files that run side by side have a screen each, and windows open on this one’s own',
  () => {
    const names = [1, 2, 3].map(screenOf);
    expect(new Set(names).size).toBe(3);
    expect(process.env.DISPLAY).toBe(names[number - 1]);
    for (const name of names) expect(existsSync(`/tmp/.X11-unix/X${name?.slice(1)}`)).toBe(true);
  },
);
