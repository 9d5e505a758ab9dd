import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StartedChild, startChild } from '../../dev/processes.ts';
import { unlockLogin } from './keyringControl.ts';
import { startBus } from './messageBus.ts';
import { freshFolder } from './runFolder.ts';

export type Keyring = {
  /** For the `env` of an app. */
  env: NodeJS.ProcessEnv;
  /** For the `args` of an app: without a desktop, Chromium does not look for a keyring by itself. */
  args: readonly string[];
  /** As after a time without a hand, or at a sign-in without a password. */
  lock(): void;
  /** As signing in with the password does. */
  unlock(): Promise<void>;
  /** Kills the daemon. The bus starts another one, locked, as soon as somebody asks for it. */
  kill(): Promise<void>;
  /** Ends the bus as well: there is nobody left to ask. */
  close(): Promise<void>;
};

const PASSWORD = 'password';
const LOGIN = '/org/freedesktop/secrets/collection/login';

/** Whether a keyring can be started here. */
export function hasKeyring(): boolean {
  const isThere = (command: string) => spawnSync('which', [command]).status === 0;
  return process.platform === 'linux' && isThere('gnome-keyring-daemon') && isThere('dbus-daemon');
}

/**
 * An unlocked GNOME keyring on a message bus of its own, with secrets that go with it. Linux only. On a desktop a locked
 * one shows its own prompt, and Chromium's main thread waits for that; here each prompt fails at once.
 */
export async function startKeyring(): Promise<Keyring> {
  const home = freshFolder('keyring');
  // The bus gives it to the daemon that it starts: with the same secrets.
  const places = { XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home };
  const { address, process: bus } = await startBus(home, {
    services: servicesIn(home),
    env: places,
  });
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = await startDaemon({ ...process.env, ...env, ...places });
  const ask = (...question: string[]) => askBus(address, question);
  while (!hasOwner(address)) await sleep(20);
  return {
    env,
    args: ['--password-store=gnome-libsecret'],
    lock: () => {
      ask(
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        `array:objpath:${LOGIN}`,
      );
      if (!isLocked(ask)) throw new Error('The keyring does not lock.');
    },
    unlock: async () => {
      // Asking starts a daemon where there is none.
      isLocked(ask);
      await unlockLogin(join(home, 'keyring', 'control'), PASSWORD);
      if (isLocked(ask)) throw new Error('The keyring stays locked.');
    },
    kill: async () => {
      await daemon.kill();
    },
    close: async () => {
      await daemon.end(2_000);
      await bus.end(2_000);
    },
  };
}

/** What a session's bus starts: a keyring, and nobody who would show a prompt for it, as if each were cancelled. */
function servicesIn(home: string): string {
  const services = join(home, 'services');
  mkdirSync(services);
  const command = '/usr/bin/gnome-keyring-daemon --start --foreground --components=secrets';
  const service = `[D-BUS Service]\nName=org.freedesktop.secrets\nExec=${command}\n`;
  writeFileSync(join(services, 'org.freedesktop.secrets.service'), service);
  return services;
}

async function startDaemon(env: NodeJS.ProcessEnv): Promise<StartedChild> {
  const daemon = await startChild(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  daemon.process.stdin?.end(PASSWORD);
  return daemon;
}

function isLocked(ask: (...question: string[]) => string): boolean {
  const get = 'org.freedesktop.DBus.Properties.Get';
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  return ask(LOGIN, get, ...property).includes('boolean true');
}

function askBus(
  address: string,
  question: readonly string[],
  destination = 'org.freedesktop.secrets',
): string {
  const { stdout, error } = spawnSync(
    'dbus-send',
    [`--bus=${address}`, '--print-reply', `--dest=${destination}`, ...question],
    { encoding: 'utf8' },
  );
  if (error) throw error;
  return stdout;
}

function hasOwner(address: string): boolean {
  const question = ['/', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  return askBus(address, question, 'org.freedesktop.DBus').includes('boolean true');
}
