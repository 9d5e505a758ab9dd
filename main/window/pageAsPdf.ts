import type { BrowserWindow } from 'electron';

/** What the page has for paper, as a PDF, black on white; null where there is no window, or it cannot be made. */
export async function pageAsPdf(
  window: Pick<BrowserWindow, 'isDestroyed' | 'webContents'> | null,
): Promise<Uint8Array | null> {
  if (window === null || window.isDestroyed()) return null;
  return window.webContents
    .printToPDF({ pageSize: 'A4', printBackground: false })
    .catch(() => null);
}
