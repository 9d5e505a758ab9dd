import type { WebContents } from 'electron';
import type { Log } from '../log.ts';
import { TAKE_OUT } from './takenOut.ts';

/** In frames that a page makes; in the page itself the preload script does it. */
const IN_EVERY_FRAME = { source: TAKE_OUT };

/**
 * No page opens the system's file dialogs. Chromium asks nobody about them, neither for `<input type="file">` nor for
 * the pickers of the File System Access API; the one place where they can be taken over is its debugging protocol,
 * spoken here within the program. Chromium 114 is stopped there only at a click, so `showPicker` goes. To be called
 * before anything is loaded. A program that cannot have it runs all the same: somebody can close a dialog, and frames keep
 * what is taken out of the page.
 */
export async function takeOverFileChoosers(
  { debugger: protocol }: WebContents,
  log: Log,
): Promise<void> {
  try {
    protocol.attach();
    await Promise.all([
      protocol.sendCommand('Page.enable'),
      protocol.sendCommand('Page.addScriptToEvaluateOnNewDocument', IN_EVERY_FRAME),
      // `cancel` is known to newer ones: the page then hears at once that nothing was chosen.
      protocol.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true }),
    ]);
  } catch {
    log.warn('file choosers not taken over');
  }
}
