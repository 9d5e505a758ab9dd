import { type BrowserWindow, dialog } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { Locale } from '../../app/settings/locales.ts';

const EXTENSION = 'html';

/** The system's own dialog for a new page; null where none was chosen. Its name tells nothing of whom it is about. */
export async function choosePageFile(
  window: BrowserWindow | null,
  locale: Locale,
): Promise<string | null> {
  if (window === null || window.isDestroyed()) return null;
  const { personPage } = CATALOGUES[locale];
  const day = new Date().toISOString().slice(0, 'yyyy-MM-dd'.length);
  const chosen = await dialog.showSaveDialog(window, {
    title: personPage.title,
    filters: [{ name: personPage.file, extensions: [EXTENSION] }],
    defaultPath: `${day}.${EXTENSION}`,
    properties: ['createDirectory', 'dontAddToRecent', 'showOverwriteConfirmation'],
  });
  return chosen.filePath || null;
}
