import type { Clock } from '../clock/clock.ts';

/** A file that somebody holds is read once more after this time (ms), … */
const AGAIN_AFTER = 2_000;
/** … so often; then somebody else has to know what it is worth. */
const MOST_TIMES = 5;

interface Parts<Reading> {
  /** `held`: the disk does not give it now. */
  file: { read(): Promise<Reading | 'held'> };
  clock: Pick<Clock, 'after'>;
  /** Called before each waiting. */
  onHeld: () => void;
}

/** For what was held when it was read first: nothing follows from a virus scanner or a backup that has it for a while. */
export async function readOnceFree<Reading>(parts: Parts<Reading>): Promise<Reading | 'held'> {
  const { file, clock, onHeld } = parts;
  let reading: Reading | 'held' = 'held';
  for (let times = 0; reading === 'held' && times < MOST_TIMES; times += 1) {
    onHeld();
    await new Promise<void>((resolve) => clock.after(AGAIN_AFTER, resolve));
    reading = await file.read();
  }
  return reading;
}
