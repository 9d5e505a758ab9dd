import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine } from 'electron';
import { readWindowMemory, WINDOW_FILE } from './keptWindow.ts';

/**
 * Windows' touch keyboard comes by itself to a text field that a finger touches, unless Chromium finds a keyboard at the
 * PC; and a scanner is one (electron#34251). This switch keeps it from looking (Chromium: `base/base_switches.cc`). Before
 * the app is ready; what the settings chose lies in the clear beside them, for they are sealed.
 */
export function letTouchKeyboardCome(
  commandLine: Pick<CommandLine, 'appendSwitch'>,
  folder: string,
): void {
  if (readWindowMemory(textOf(join(folder, WINDOW_FILE))).touchKeyboard)
    commandLine.appendSwitch('disable-usb-keyboard-detect');
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
