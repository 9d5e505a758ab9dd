import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppOptions } from '../../e2e/driver/launch.ts';

const MANIFEST = { name: 'empty', version: '1.0.0', main: 'main.cjs' };

const MAIN = `const { app, BrowserWindow } = require('electron');
app.on('window-all-closed', () => {});
app.whenReady().then(() => {
  if (!process.argv.includes('--hidden')) new BrowserWindow().loadFile('page.html');
});
`;

/** One field that has the focus, found by whoever waits for the till's. */
const PAGE = `<!doctype html><title>empty</title><input data-testid="phone" autofocus>`;

/**
 * What everything else is compared with: an Electron program that does nothing, with a page of one field or, `--hidden`,
 * without. It is what is left where all code of the till were taken away.
 */
export async function emptyProgram(folder: string): Promise<AppOptions & { appFolder: string }> {
  const appFolder = join(folder, 'empty');
  await mkdir(appFolder);
  await writeFile(join(appFolder, 'package.json'), JSON.stringify(MANIFEST));
  await writeFile(join(appFolder, 'main.cjs'), MAIN);
  await writeFile(join(appFolder, 'page.html'), PAGE);
  return { appFolder, userDataDir: join(folder, 'empty-data') };
}
