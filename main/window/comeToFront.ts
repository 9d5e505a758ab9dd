import type { App, BrowserWindow } from 'electron';

/** Somebody has started the program once more: what they want to see is its window. Null: there is none yet. */
export function comeToFront(app: Pick<App, 'relaunch'>, window: BrowserWindow | null): void {
  if (window === null) return;
  // Started again while it was closing: it comes back when it has stopped.
  if (window.isDestroyed()) {
    app.relaunch();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
