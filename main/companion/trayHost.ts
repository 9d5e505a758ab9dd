import { execFile, spawn } from 'node:child_process';

/** A session's bus answers at once, or something is wrong with it (ms). */
const PATIENCE_MS = 1_000;

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

/** What the bus tells of whoever draws a tray: it comes, ends, or has somebody else draw. */
const SIGNS = [
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${WATCHER}'`,
  `type='signal',interface='${WATCHER}'`,
];

/** Ends with us, however we end: then nobody holds the other side of its input any more. */
const UNTIL_WE_END = 'dbus-monitor --session "$@" & read -r line; kill $!';

/**
 * Calls whenever whoever draws a tray may have become another. Nobody is watched where there is no bus, and nothing is
 * called then. Returns the way to stop.
 */
export function watchTrayHost(
  onSign: () => void,
  platform: NodeJS.Platform = process.platform,
): () => void {
  if (platform !== 'linux') return () => {};
  const watching = spawn('sh', ['-c', UNTIL_WE_END, 'sh', ...SIGNS], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const nothing = () => undefined;
  watching.on('error', nothing);
  watching.stdin.on('error', nothing);
  watching.stdout.on('data', onSign);
  return () => {
    watching.stdout.off('data', onSign);
    watching.stdin.end();
  };
}
