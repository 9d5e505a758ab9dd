import { type BrowserWindow, dialog } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { MoveDirection } from '../../app/move/moveCalls.ts';
import type { Locale } from '../../app/settings/locales.ts';

const EXTENSION = 'tillside';

/** The system's own dialog, for a new file or one that is there; null where none was chosen. */
export async function chooseQueueFile(
  direction: MoveDirection,
  window: BrowserWindow,
  locale: Locale,
): Promise<string | null> {
  const { move, window: words } = CATALOGUES[locale];
  const title = move.title[direction];
  const filters = [{ name: words.queueFile, extensions: [EXTENSION] }];
  if (direction === 'export') {
    const day = new Date().toISOString().slice(0, 'yyyy-MM-dd'.length);
    const defaultPath = `${day}.${EXTENSION}`;
    const properties = ['createDirectory', 'dontAddToRecent'] as const;
    const chosen = await dialog.showSaveDialog(window, {
      title,
      filters,
      defaultPath,
      properties: [...properties],
    });
    // A later Electron gives an empty text where this one gives none.
    return chosen.filePath || null;
  }
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters: [...filters, { name: '*', extensions: ['*'] }],
    properties: ['openFile', 'dontAddToRecent'],
  });
  return filePaths[0] ?? null;
}
