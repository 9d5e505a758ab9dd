const LOOK_EVERY = 2_000;

/**
 * Calls back when the operating system begins to believe that there is a network. Only a hint to try
 * at once: the system is wrong both ways, so nothing is ever held back because of it.
 */
export function watchNetwork(isOnline: () => boolean, onOnline: () => void): () => void {
  let wasOnline = isOnline();
  const timer = setInterval(() => {
    const isNow = isOnline();
    if (isNow && !wasOnline) onOnline();
    wasOnline = isNow;
  }, LOOK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
