import type { PowerMonitor } from 'electron';
import * as electron from 'electron';

/**
 * Keeps a window that nobody sees and that has no page: Windows tells the end of a session to windows alone, and the one
 * with the page may be gone. Elsewhere `powerMonitor` tells it. Returns the way to let go.
 */
export function holdSessionWindow(
  onSessionEnds: (sign: string) => void,
  power: Pick<PowerMonitor, 'on' | 'removeListener'>,
): () => void {
  if (process.platform !== 'win32') {
    const tell = (event: { preventDefault: () => void }) => {
      // It waits for the program then, which ends by itself.
      event.preventDefault();
      onSessionEnds('shutdown');
    };
    power.on('shutdown' as 'suspend', tell as () => void);
    return () => power.removeListener('shutdown' as 'suspend', tell as () => void);
  }
  // Electron before 30 has none, and is not what ships.
  if (electron.BaseWindow === undefined) return () => {};
  const window = new electron.BaseWindow({ show: false, width: 1, height: 1, skipTaskbar: true });
  for (const sign of ['query-session-end', 'session-end'] as const)
    window.on(sign as 'session-end', () => onSessionEnds(sign));
  return () => window.destroy();
}
