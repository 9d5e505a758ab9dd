import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { APP_PAGE } from './appAddress.ts';
import type { KeptTextSize } from './KeptTextSize.ts';
import { webPreferences } from './webPreferences.ts';

/** The one window: as large as an old touch screen, and down to a strip beside the POS program. */
export function createWindow(
  outFolder: string,
  title: string,
  textSize: KeptTextSize,
): BrowserWindow {
  const window = new BrowserWindow({
    width: 1024,
    height: 768,
    minWidth: 420,
    minHeight: 600,
    useContentSize: false,
    title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#f4f6f8',
    webPreferences: webPreferences(join(outFolder, 'preload', 'preload.cjs')),
  });
  window.removeMenu();
  textSize.follow(window.webContents);
  window.once('ready-to-show', () => window.show());
  // The page is not asked: one that wants to stay, or never answers, would leave a till that is stopped and does not end.
  // What is typed is kept already.
  window.on('close', (event) => {
    event.preventDefault();
    window.destroy();
  });
  void window.loadURL(APP_PAGE);
  return window;
}
