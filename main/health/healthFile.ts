import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import { replaceFile } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { Health } from './describeHealth.ts';

/** In the data folder, in the clear. */
export const HEALTH_FILE = 'health.json';

/** Often enough for whoever collects it, and seldom enough for a disk (ms). */
const EVERY_MS = 60_000;

export interface HealthFileOptions {
  folder: string;
  clock: Pick<Clock, 'after'>;
  log: Pick<Log, 'warn'>;
  /** Whether this program has the folder now. */
  isOurs: () => boolean;
  describe: (isRunning: boolean) => Health;
}

/** Writes the till's health once a minute, and when it ends; returns the way to end. What cannot be written is a line in the log. */
export function keepHealth(options: HealthFileOptions): () => Promise<void> {
  const { folder, clock, log, isOurs, describe } = options;
  let cancel = () => {};
  let isStopped = false;
  let wasWritten = true;
  let writing = Promise.resolve();
  const write = (isRunning: boolean) => {
    writing = writing.then(async () => {
      if (!isOurs()) return;
      const text = `${JSON.stringify(describe(isRunning), null, 2)}\n`;
      const problem = await replaceFile(join(folder, HEALTH_FILE), text).then(
        () => null,
        (error: unknown) => String(error),
      );
      // Once, until it goes again: a disk that is full stays full for long.
      if (problem !== null && wasWritten) log.warn('health not written', { problem });
      wasWritten = problem === null;
    });
    return writing;
  };
  const turn = async () => {
    await write(true);
    if (!isStopped) cancel = clock.after(EVERY_MS, turn);
  };
  void turn();
  return async () => {
    isStopped = true;
    cancel();
    await write(false);
  };
}
