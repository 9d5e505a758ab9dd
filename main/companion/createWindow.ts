import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import { webPreferences } from '../window/webPreferences.ts';
import { type KeptPlace, MIN_SIZE } from './windowPlace.ts';

/** The one window of the page, not in sight yet and with nothing in it. */
export function createWindow(
  outFolder: string,
  title: string,
  { bounds }: KeptPlace,
  { alwaysOnTop, kiosk }: Pick<FullWindowChoices, 'alwaysOnTop' | 'kiosk'>,
): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(MIN_SIZE.width, bounds.width),
    minHeight: Math.min(MIN_SIZE.height, bounds.height),
    useContentSize: false,
    title,
    show: false,
    alwaysOnTop,
    kiosk,
    autoHideMenuBar: true,
    backgroundColor: '#f4f6f8',
    webPreferences: webPreferences(join(outFolder, 'preload', 'preload.cjs')),
  });
  window.removeMenu();
  return window;
}
