import { app } from 'electron';

const NETWORK_SERVICE = 'network.mojom.NetworkService';

/** How many network processes have ended since somebody first asked. */
let ended: number | null = null;

/**
 * Which network process of Chromium's this is, counted from 0. After one has ended (a crash, or `endNetworkProcess`)
 * there is a new one, but no session that was opened before ever carries a call again: each ends as `ERR_FAILED`
 * (seen on Electron 25).
 */
export function networkGeneration(): number {
  if (ended === null) {
    app.on('child-process-gone', (_event, { serviceName }) => {
      if (serviceName === NETWORK_SERVICE) ended = (ended ?? 0) + 1;
    });
  }
  ended ??= 0;
  return ended;
}

/** Ends the network process, of which nothing is to be expected any more; Chromium begins another one by itself. */
export function endNetworkProcess(): void {
  const found = app.getAppMetrics().find(({ serviceName }) => serviceName === NETWORK_SERVICE);
  if (found === undefined) return;
  try {
    process.kill(found.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
