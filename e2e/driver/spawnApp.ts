import { setTimeout as pause } from 'node:timers/promises';
import type { Ending } from '../../dev/processes.ts';
import { type AppOptions, launch, type Output } from './launch.ts';

/**
 * Starts an app that is expected to end by itself: a second one on the same data folder, or one that
 * was asked for wrongly.
 * @throws Error when it still runs after `patience` milliseconds; it is killed then
 */
export async function spawnApp(options: AppOptions, patience = 20_000): Promise<Ending & Output> {
  const { child, output } = await launch(options);
  // It may have said something that has not been read when it has ended.
  const isRead = new Promise((resolve) => child.process.once('close', resolve));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void child.kill();
  }, patience);
  const ending = await child.ended;
  await isRead;
  clearTimeout(timer);
  if (isLate) throw new Error(`The app still ran after ${patience} ms.\n${output.stderr}`);
  return { ...ending, ...output };
}

/**
 * Starts an app that says something and then waits for somebody to read it, and ends it once the words
 * have come.
 * @throws Error when they have not come after `patience` milliseconds, or the app has ended without them
 */
export async function spawnUntilSaid(
  options: AppOptions,
  words: string,
  patience = 30_000,
): Promise<void> {
  const { child, output } = await launch(options);
  let hasEnded = false;
  void child.ended.then(() => {
    hasEnded = true;
  });
  const until = performance.now() + patience;
  const isSaid = () => output.stderr.includes(words);
  while (!isSaid() && !hasEnded && performance.now() < until) await pause(50);
  await child.kill();
  if (!isSaid()) throw new Error(`The app did not say “${words}”.\n${output.stderr}`);
}
