import { app, dialog } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { LOCALES } from '../../app/settings/provision.ts';
import { NoFolderError } from '../files/prepareFolder.ts';
import { NewerFormatError } from '../journal/opening.ts';
import type { Log } from '../log.ts';
import { KeyStoreMissingError } from '../vault/dataKey.ts';

/** Nothing was opened, so nothing is shown but why; the data folder is as it was. `log`: null where there is none. */
export function failStart(error: unknown, log: Log | null): void {
  const message = wordsOf(error);
  log?.error('start failed', { error: message });
  process.stderr.write(`${message}\n`);
  dialog.showErrorBox('Tillside', message);
  app.exit(1);
}

function inBoth(words: keyof (typeof CATALOGUES)['en']['start']): string {
  return LOCALES.map((locale) => CATALOGUES[locale].start[words]).join('\n');
}

function wordsOf(error: unknown): string {
  if (error instanceof NewerFormatError) return inBoth('newerFormat');
  if (error instanceof KeyStoreMissingError) return inBoth('keyStoreMissing');
  if (error instanceof NoFolderError) {
    return inBoth('noFolder').replaceAll('{{detail}}', () => error.detail);
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Says that the data cannot be read now, while the start goes on trying; ends the program where the person wants
 * that. Gives the way to take it off the screen.
 */
export function showWaiting(detail: string, log: Log): () => void {
  const message = inBoth('unreadableNow').replaceAll('{{detail}}', detail);
  log.warn('start waits', { detail });
  process.stderr.write(`${message}\n`);
  const box = new AbortController();
  const { signal } = box;
  const buttons = [LOCALES.map((locale) => CATALOGUES[locale].start.quit).join(' / ')];
  void dialog.showMessageBox({ type: 'warning', message, buttons, signal }).then(() => {
    if (!signal.aborted) app.exit(1);
  });
  return () => box.abort();
}
