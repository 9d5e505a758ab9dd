const SIGNS = ['suspend', 'resume', 'lock-screen'] as const;
type Sign = (typeof SIGNS)[number];

/** Electron's `powerMonitor`; Linux tells nothing of a screen that its user has locked. */
interface Power {
  on(sign: Sign, listener: () => void): unknown;
  removeListener(sign: Sign, listener: () => void): unknown;
}

/**
 * The clock of the page stands still while a PC sleeps, so its minutes do not lock what was left: `lock` is called when
 * the PC goes to sleep, when it comes back, and when its user has locked the screen. Returns the way to stop.
 */
export function lockWithSystem(power: Power, lock: () => void): () => void {
  for (const sign of SIGNS) power.on(sign, lock);
  return () => {
    for (const sign of SIGNS) power.removeListener(sign, lock);
  };
}
