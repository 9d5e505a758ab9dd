import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { askMain } from './driver/mainProcess.ts';
import type { TestTill } from './testTill.ts';

/** When a page begins to ask (ms), and how long the main process is busy meanwhile. */
export const BEGINS_AFTER_MS = 1_000;
const BUSY_MS = 5_000;

/**
 * How many more files than before the main process had open at the most, while it was busy with something else and a
 * page asked it for whatever it wanted. `begin` lets the page begin `BEGINS_AFTER_MS` later, by itself: what a driver tells
 * it goes through the main process. `end`: until when it goes on behind that.
 */
export async function mostOpenFiles(
  till: TestTill,
  begin: () => Promise<unknown>,
  end: () => Promise<unknown> = async () => undefined,
): Promise<number> {
  const pid = await askMain<number>(till.app, 'process.pid');
  const openFiles = () => readdirSync(`/proc/${pid}/fd`).length;
  const before = openFiles();
  await begin();
  let isBusy = true;
  const busy = askMain(till.app, `for (const end = Date.now() + ${BUSY_MS}; Date.now() < end; );`)
    .then(end)
    .finally(() => {
      isBusy = false;
    });
  let most = 0;
  while (isBusy) {
    most = Math.max(most, openFiles() - before);
    await pause(50);
  }
  await busy;
  return most;
}
