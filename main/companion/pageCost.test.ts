import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { PageCost } from './pageCost.ts';
import type { Cost } from './watchMain.ts';

/** Ended, though the thread that would hear of it stands still. */
const hasEnded = (process: number) => / Z /.test(readFileSync(`/proc/${process}/stat`, 'utf8'));

// Looks into /proc.
test.runIf(process.platform === 'linux')(
  'the process of a page is ended while the main thread stands still, and the till is told once that moves again',
  async () => {
    const page = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    const ended = once(page, 'exit');
    const pid = page.pid ?? 0;
    const told: (Cost | Error)[] = [];
    const cost = new PageCost({
      page: () => pid,
      onEnded: (of) => told.push(of),
      onError: (error) => told.push(error),
    });
    onTestFinished(async () => {
      await cost.close();
      page.kill();
    });
    // Nothing of this thread runs meanwhile.
    const end = performance.now() + 250_000;
    while (!hasEnded(pid)) if (performance.now() > end) throw new Error('it still runs');
    expect(await ended).toEqual([null, 'SIGKILL']);
    await expect.poll(() => told).toEqual(['time']);
  },
);
