import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The one named by the environment, or what is on the path: the shell is the same engine without the browser's own window
 * behind it, which takes a quarter of all time though nobody sees it.
 */
const COMMANDS = process.env.CHROMIUM
  ? [process.env.CHROMIUM]
  : ['chromium-headless-shell', 'chromium'];
/** Its program, or empty text: there is none. */
export const CHROMIUM =
  COMMANDS.find((command) => spawnSync(command, ['--version']).status === 0) ?? '';

export const hasChromium = CHROMIUM !== '';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
  // A page lives for a second or two: what the optimizing compilers make of it comes too late, and takes a fifth of all time.
  '--js-flags=--no-turbofan --no-maglev',
];

/** How long a browser may take to end that was asked to (ms). */
const ENDS_WITHIN_MS = 10_000;

/** A real browser of its own, with an empty profile. */
export interface Browser {
  /** Where it listens to the DevTools protocol. */
  port: number;
  stop(): Promise<void>;
}

/** @throws Error when it ends before it listens. */
export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'tillside-page-'));
  const child = spawn(CHROMIUM, [...QUIET, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
      const match = /DevTools listening on (ws:\S+)/.exec(said);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Chromium ended early: ${said}`)));
  });
  return {
    port: Number(new URL(address).port),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // Debian's command is a script that waits for the browser: a kill would end the script alone.
      const socket = new WebSocket(address);
      const close = JSON.stringify({ id: 0, method: 'Browser.close' });
      socket.addEventListener('open', () => socket.send(close));
      const kill = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
      await ended;
      clearTimeout(kill);
      // The helpers of the browser may hold the folder for a moment longer.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
