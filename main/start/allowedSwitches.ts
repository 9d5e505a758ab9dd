import { HIDDEN } from '../companion/startAtSignIn.ts';
import { isDangerousVariable } from './allowedVariables.ts';
import type { Switch } from './switches.ts';
import { QUIT, REGISTER } from './wish.ts';

/** Names of switches that a start was freed from, for the program that goes on instead of it. */
export const STARTED_WITHOUT = 'started-without';

export const NO_SANDBOX = 'no-sandbox';

const ANYTHING = /^/;
const NOTHING = /^$/;

/** What passes in a packed app, and with which value. What is not here does not reach the program that runs. */
const ALLOWED: ReadonlyMap<string, RegExp> = new Map([
  // Ours.
  ['provision', ANYTHING],
  ['check-provision', ANYTHING],
  ['export-queue', ANYTHING],
  ['import-queue', ANYTHING],
  ['user-data-dir', ANYTHING],
  [HIDDEN, NOTHING],
  [REGISTER, NOTHING],
  [QUIT, NOTHING],
  [STARTED_WITHOUT, ANYTHING],
  // An installer's, after an update.
  ['updated', NOTHING],
  ['force-run', NOTHING],
  // What the system or whoever set the PC up says of screen, language and key store.
  ['lang', /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i],
  ['force-device-scale-factor', /^(?:0\.[5-9]\d{0,4}|[1-4](?:\.\d{1,5})?)$/],
  ['high-dpi-support', /^[01]?$/],
  ['ozone-platform', /^(?:x11|wayland)$/],
  ['ozone-platform-hint', /^(?:auto|x11|wayland)$/],
  ['disable-gpu', NOTHING],
  ['disable-gpu-compositing', NOTHING],
  ['disable-software-rasterizer', NOTHING],
  ['disable-dev-shm-usage', NOTHING],
  ['force-renderer-accessibility', /^[a-z-]*$/],
  // Real ones only: `basic` would lay the key open.
  ['password-store', /^(?:gnome|gnome-keyring|gnome-libsecret|kwallet|kwallet5|kwallet6)$/],
]);

/** Whether a packed app may run with it. */
export function isAllowed({ name, value }: Switch): boolean {
  return ALLOWED.get(name)?.test(value) ?? false;
}

/**
 * What opens the till to somebody else, takes a wall away or writes down what is sent: whoever gives one of these is
 * written down. The rest that does not pass is unknown, not suspicious.
 */
const DANGEROUS: ReadonlySet<string> = new Set([
  // Somebody else drives the window or the program.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
  'disable-extensions-except',
  'enable-automation',
  // Another server is taken for the gateway.
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'no-proxy-server',
  'unsafely-treat-insecure-origin-as-secure',
  // What is sent or shown is written down.
  'log-net-log',
  'net-log-capture-mode',
  'ssl-key-log-file',
  'enable-logging',
  'log-file',
  'trace-startup',
  'trace-startup-file',
  // Walls.
  NO_SANDBOX,
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'no-zygote',
  'single-process',
  'in-process-gpu',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'enable-blink-features',
  'disable-blink-features',
  'enable-features',
  'disable-features',
  'enable-experimental-web-platform-features',
  'password-store',
  // Another program is run.
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'gtk-module',
]);

/** Variables that make Chromium write down what it does, keys included, and that it reads later. */
export const TALKATIVE: readonly string[] = ['SSLKEYLOGFILE'];

/** A variable that is `--no-sandbox` by another name. */
export const DISABLE_SANDBOX = 'ELECTRON_DISABLE_SANDBOX';

export function isDangerous(name: string): boolean {
  return DANGEROUS.has(name) || TALKATIVE.includes(name) || isDangerousVariable(name, 'linux');
}
