import type { Clock } from '../clock/clock.ts';
import type { Judgement } from '../settings/windowsPolicy.ts';

/** Between two tries (ms): after this time, and after twice as long each time. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

/** Asks again by itself, without end, until there is an answer. `onWaiting`: called at once: nobody could say before. */
export async function untilJudged(
  judge: () => Promise<Judgement>,
  { clock, onWaiting }: { clock: Pick<Clock, 'after'>; onWaiting: () => void },
): Promise<boolean> {
  onWaiting();
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, MAX_WAIT_MS)) {
    await new Promise<void>((resolve) => clock.after(wait, resolve));
    const judgement = await judge();
    if (judgement !== null) return judgement;
  }
}
