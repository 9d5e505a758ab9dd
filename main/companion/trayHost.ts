import { execFile } from 'node:child_process';

/** A session's bus answers at once, or something is wrong with it (ms). */
const PATIENCE_MS = 2_000;

const WATCHER = 'org.kde.StatusNotifierWatcher';

const QUESTION = [
  '--session',
  '--print-reply=literal',
  `--dest=${WATCHER}`,
  '/StatusNotifierWatcher',
  'org.freedesktop.DBus.Properties.Get',
  `string:${WATCHER}`,
  'string:IsStatusNotifierHostRegistered',
];

/**
 * Whether an icon in the tray would be seen. Windows and macOS have a tray; on Linux the session's bus knows whether
 * somebody draws one, and where it cannot be asked nobody does.
 */
export function hasTrayHost(platform: NodeJS.Platform = process.platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile('dbus-send', QUESTION, { timeout: PATIENCE_MS }, (error, stdout) => {
      resolve(error === null && /\bboolean true\b/.test(stdout));
    });
  });
}
