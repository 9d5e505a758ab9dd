import type { Clock } from './clock/clock.ts';
import type { WakeReason } from './replay/sleeper.ts';

/** How often the system is asked whether it believes in a network (ms). */
const LOOK_EVERY_MS = 3_000;

export interface SystemSigns {
  /** Electron's `powerMonitor`: tells when the PC goes to sleep, and when it has come back. */
  power: {
    on(event: 'suspend' | 'resume', listener: () => void): unknown;
    removeListener(event: 'suspend' | 'resume', listener: () => void): unknown;
  };
  isOnline: () => boolean;
  clock: Clock;
}

/**
 * Tells the replayer when the PC goes to sleep, wakes it when it comes back, and when the operating system begins to believe
 * that there is a network. Both are only hints to try at once: the system is wrong both ways, so nothing is
 * ever held back because of it. Returns the way to stop.
 */
export function wakeWithSystem(
  replayer: { wake(reason: WakeReason): void },
  { power, isOnline, clock }: SystemSigns,
): () => void {
  // The answers that a sleep has kept may be read before anybody says that it is over.
  const onSuspend = () => replayer.wake('suspend');
  const onResume = () => replayer.wake('resume');
  power.on('suspend', onSuspend);
  power.on('resume', onResume);

  let wasOnline = isOnline();
  const look = () => {
    const isNow = isOnline();
    if (isNow && !wasOnline) replayer.wake('network');
    wasOnline = isNow;
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  let cancel = clock.after(LOOK_EVERY_MS, look);

  return () => {
    cancel();
    power.removeListener('suspend', onSuspend);
    power.removeListener('resume', onResume);
  };
}
