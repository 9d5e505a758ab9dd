import { execFileSync, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../../dev/processes.ts';
import { freshFolder } from './runFolder.ts';

export type InputMethod = {
  /** For the `env` of an app. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
};

/** How long a window may take to appear (ms). */
const PATIENCE_MS = 20_000;

/**
 * Whether the real input method is asked for (`TILLSIDE_INPUT_METHOD=ibus`) and there, with a hand for
 * X11 (Debian: ibus-libpinyin, xdotool). Not by default: it needs a machine that is not busy.
 */
export function hasInputMethod(): boolean {
  const has = (command: string) => spawnSync('which', [command]).status === 0;
  return process.env.TILLSIDE_INPUT_METHOD === 'ibus' && has('ibus-daemon') && has('xdotool');
}

/** ibus with libpinyin on a message bus of its own. Linux only. */
export async function startInputMethod(): Promise<InputMethod> {
  const home = freshFolder('ibus');
  const bus = await startChild('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus.process.stdout as Readable);
  const env = {
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
  };
  const daemon = await startChild('ibus-daemon', ['--panel=disable'], {
    env,
    stdio: 'ignore',
  });
  const ibus = (...args: string[]) => spawnSync('ibus', args, { env, encoding: 'utf8' }).stdout;
  const deadline = Date.now() + 20_000;
  while (ibus('engine').trim() !== 'libpinyin') {
    if (Date.now() > deadline) throw new Error('ibus does not switch to libpinyin.');
    ibus('engine', 'libpinyin');
    await sleep(100);
  }
  return {
    env: { GTK_IM_MODULE: 'ibus', DBUS_SESSION_BUS_ADDRESS: address, XDG_CONFIG_HOME: home },
    close: async () => {
      await daemon.end(2_000);
      await bus.end(2_000);
    },
  };
}

/** Real key events through X11, `delay` milliseconds apart, to whatever window has the focus. */
export function pressKeys(keys: readonly string[], delay: number): void {
  execFileSync('xdotool', ['key', '--delay', String(delay), ...keys]);
}

/** Waits for the window. Without a window manager nobody else gives it the focus. */
export function focusWindow(title: string): void {
  const until = performance.now() + PATIENCE_MS;
  const search = ['search', '--onlyvisible', '--name', title, 'windowfocus'];
  // Its own `--sync` waits for ever where it has missed the window's appearance.
  while (spawnSync('xdotool', search, { timeout: PATIENCE_MS }).status !== 0) {
    if (performance.now() > until) throw new Error(`No window is called “${title}”.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

/** A press of the mouse through X11, at a place of the window (px from its corner). */
export function pressMouse(title: string, x: number, y: number): void {
  const search = ['search', '--onlyvisible', '--name', title];
  const place = [Math.round(x), Math.round(y)].map(String);
  execFileSync('xdotool', [...search, 'mousemove', '--window', '%1', ...place, 'click', '1']);
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error('dbus-daemon did not start.');
}
