import { join } from 'node:path';
import type { CommandLine } from 'electron';
import { readShortTextNow } from '../files/readShortText.ts';
import { MAX_WINDOW_FILE, readWindowMemory, WINDOW_FILE } from './keptWindow.ts';

/**
 * Windows' touch keyboard comes by itself to a text field that a finger touches, unless Chromium finds a keyboard at the
 * PC; and a scanner is one (electron#34251). This switch keeps it from looking (Chromium: `base/base_switches.cc`). Before
 * the app is ready; what the settings chose lies in the clear beside them, for they are sealed.
 */
export function letTouchKeyboardCome(
  commandLine: Pick<CommandLine, 'appendSwitch'>,
  folder: string,
): void {
  const text = readShortTextNow(join(folder, WINDOW_FILE), MAX_WINDOW_FILE);
  if (readWindowMemory(text).touchKeyboard) commandLine.appendSwitch('disable-usb-keyboard-detect');
}
