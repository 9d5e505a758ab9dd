import type { BrowserWindow } from 'electron';

/** What Electron says where somebody has closed the dialog without printing. */
const CALLED_OFF = /cancel/i;

/** The windows whose dialog is open: a second one would end the first. */
const printing = new WeakSet<object>();

/**
 * Prints what the page has for paper, by the system's own dialog, which somebody has to answer: the page itself may not
 * (`sandbox` without `allow-modals`). Resolves when it is closed: false where nothing could be printed, or a dialog is
 * open already; a wish that was called off there is no failure.
 */
export async function printPage(
  window: Pick<BrowserWindow, 'isDestroyed' | 'webContents'> | null,
): Promise<boolean> {
  if (window === null || window.isDestroyed() || printing.has(window)) return false;
  printing.add(window);
  try {
    return await new Promise<boolean>((resolve) => {
      // Black on white: no colours behind anything.
      const options = { silent: false, printBackground: false };
      window.webContents.print(options, (isPrinted, reason) =>
        resolve(isPrinted || CALLED_OFF.test(reason)),
      );
    });
  } catch {
    // As where the system has no printing at all.
    return false;
  } finally {
    printing.delete(window);
  }
}
