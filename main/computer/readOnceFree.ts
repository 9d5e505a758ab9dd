import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { ComputerFile, ComputerReading } from './computerFile.ts';

/** A file that somebody holds is read once more after this time (ms), … */
const AGAIN_AFTER = 2_000;
/** … so often; then it counts as one that says nothing. */
const MOST_TIMES = 5;

interface Parts {
  file: Pick<ComputerFile, 'read'>;
  clock: Pick<Clock, 'after'>;
  log: Pick<Log, 'warn'>;
}

/** A virus scanner or a backup that holds the file makes no other computer of this one. */
export async function readOnceFree({ file, clock, log }: Parts): Promise<ComputerReading> {
  let reading: ComputerReading = 'held';
  for (let times = 0; reading === 'held' && times < MOST_TIMES; times += 1) {
    log.warn('computer held');
    await new Promise<void>((resolve) => clock.after(AGAIN_AFTER, resolve));
    reading = await file.read();
  }
  return reading;
}
