'use strict';

const { app, BrowserWindow, ipcMain } = require('electron');
const fs = require('node:fs');
const path = require('node:path');

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  ipcMain.handle('facts', () => ({
    name: app.name,
    version: app.getVersion(),
    userData: app.getPath('userData'),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: process.getuid?.(),
  }));
  app.whenReady().then(() => {
    const webPreferences = { preload: path.join(__dirname, 'preload.cjs') };
    new BrowserWindow({ width: 640, height: 480, webPreferences }).loadFile('page.html');
  });
  app.on('before-quit', () => fs.writeFileSync(path.join(app.getPath('userData'), 'ended'), ''));
} else {
  process.stdout.write('already running\n');
  app.exit(3);
}
