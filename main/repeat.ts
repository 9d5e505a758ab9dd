import type { Clock } from './replay/sleeper.ts';

/** Calls now and then again and again, `pause` ms after each call has ended; returns the way to stop. */
export function repeat(
  clock: Pick<Clock, 'after'>,
  pause: number,
  call: () => Promise<void>,
): () => void {
  let cancel = () => {};
  let isStopped = false;
  const turn = async () => {
    await call();
    if (!isStopped) cancel = clock.after(pause, turn);
  };
  void turn();
  return () => {
    isStopped = true;
    cancel();
  };
}
