import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../../dev/processes.ts';
import { freshFolder } from './runFolder.ts';

export type Keyring = {
  /** For the `env` of an app. */
  env: NodeJS.ProcessEnv;
  /** For the `args` of an app: without a desktop, Chromium does not look for a keyring by itself. */
  args: readonly string[];
  close(): Promise<void>;
};

/** An unlocked GNOME keyring on a message bus of its own, with secrets that go with it. Linux only. */
export async function startKeyring(): Promise<Keyring> {
  const home = freshFolder('keyring');
  const bus = await startChild('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus.process.stdout as Readable);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home };
  const daemon = await startChild(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  daemon.process.stdin?.end('password');
  while (!servesSecrets(address)) await sleep(20);
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    args: ['--password-store=gnome-libsecret'],
    close: async () => {
      await daemon.end(2_000);
      await bus.end(2_000);
    },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error('dbus-daemon did not start.');
}

function servesSecrets(address: string): boolean {
  const question = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner'];
  const { stdout, error } = spawnSync(
    'dbus-send',
    [`--bus=${address}`, '--print-reply', ...question, 'string:org.freedesktop.secrets'],
    { encoding: 'utf8' },
  );
  if (error) throw error;
  return stdout.includes('boolean true');
}
