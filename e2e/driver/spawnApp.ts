import type { Ending } from '../../dev/processes.ts';
import { type AppOptions, launch, type Output } from './launch.ts';

/**
 * Starts an app that is expected to end by itself: a second one on the same data folder, or one that
 * was asked for wrongly.
 * @throws Error when it still runs after `patience` milliseconds; it is killed then
 */
export async function spawnApp(options: AppOptions, patience = 20_000): Promise<Ending & Output> {
  const { child, output } = await launch(options);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void child.kill();
  }, patience);
  const ending = await child.ended;
  clearTimeout(timer);
  if (isLate) throw new Error(`The app still ran after ${patience} ms.\n${output.stderr}`);
  return { ...ending, ...output };
}
