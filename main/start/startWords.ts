import { app, dialog } from 'electron';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { LOCALES } from '../../app/settings/locales.ts';
import { OtherProgramError, OtherUserError } from '../files/otherProgramError.ts';
import { NoFolderError } from '../files/prepareFolder.ts';
import { NewerFormatError } from '../journal/opening.ts';
import type { Log } from '../log.ts';

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
  if (error instanceof NoFolderError) {
    return inBoth('noFolder').replaceAll('{{detail}}', () => error.detail);
  }
  if (error instanceof OtherProgramError) {
    return inBoth('otherProgram').replaceAll('{{detail}}', () => error.host);
  }
  if (error instanceof OtherUserError) {
    return inBoth('otherUser').replaceAll('{{detail}}', () => error.user);
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

type Waiting = 'unreadableNow' | 'keyClosedNow' | 'otherProgramNow' | 'folderUnjudgedNow';

/**
 * Calls, and lets what is called say that it waits, in a box that goes when it has ended or says so: the start goes on
 * trying meanwhile, and somebody may end the program.
 */
export async function waitingInBox<Opened>(
  open: (say: (words: Waiting, detail: string) => void, end: () => void) => Promise<Opened>,
  log: Log,
): Promise<Opened> {
  let end = () => {};
  const say = (words: Waiting, detail: string) => {
    end = showWaiting(words, detail, log);
  };
  return open(say, () => end()).finally(() => end());
}

/** Gives the way to take the box off the screen. */
function showWaiting(words: Waiting, detail: string, log: Log): () => void {
  const message = inBoth(words).replaceAll('{{detail}}', () => detail);
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
