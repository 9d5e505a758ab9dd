import { type BrowserWindow, dialog } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { SavedKind } from '../../app/saved/savedFile.ts';
import type { Locale } from '../../app/settings/locales.ts';

/** The system's own dialog for a file that is to be saved, which asks before one that is there is replaced; null where none was chosen. */
export async function chooseSavedFile(
  kind: SavedKind,
  name: string,
  window: BrowserWindow,
  locale: Locale,
): Promise<string | null> {
  const words = CATALOGUES[locale].window;
  const { filePath } = await dialog.showSaveDialog(window, {
    title: words.saveFile,
    filters: [{ name: words.savedKind[kind], extensions: [kind] }],
    defaultPath: name,
    // Under Linux nobody is asked otherwise.
    properties: ['createDirectory', 'dontAddToRecent', 'showOverwriteConfirmation'],
  });
  return filePath || null;
}
