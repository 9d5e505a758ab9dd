import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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

type Message = {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
};

interface Running {
  process: ChildProcess;
  profile: string;
  socket: WebSocket;
}

/** One real browser, spoken to through the DevTools protocol, without any driver in between. */
export class Chromium {
  #running: Running | null = null;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #id = 0;

  /** To be awaited before anything is asked of it; `listen` may come earlier. */
  async start(): Promise<void> {
    const profile = await mkdtemp(join(tmpdir(), 'tillside-page-'));
    const child = spawn(CHROMIUM, [...QUIET, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const port = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += String(chunk);
        const match = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (match?.[1]) resolve(match[1]);
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`Chromium ended early: ${said}`)));
    });
    const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    const page = (targets as { type: string; webSocketDebuggerUrl: string }[]).find(
      (target) => target.type === 'page',
    );
    if (!page) throw new Error('Chromium has no page');
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id === undefined) for (const listener of this.#listeners) listener(message);
      else this.#waiting.get(message.id)?.(message);
    });
    this.#running = { process: child, profile, socket };
  }

  async call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const { socket } = this.#running ?? {};
    if (socket === undefined) throw new Error(`${method}: Chromium was not started`);
    this.#id += 1;
    const id = this.#id;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  listen(method: string, listener: (params: Record<string, unknown>) => void): void {
    this.#listeners.add((message) => {
      if (message.method === method) listener(message.params ?? {});
    });
  }

  /** Resolves at the next event of this name. */
  next(method: string): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      const listener = (message: Message) => {
        if (message.method !== method) return;
        this.#listeners.delete(listener);
        resolve(message.params ?? {});
      };
      this.#listeners.add(listener);
    });
  }

  async stop(): Promise<void> {
    if (this.#running === null) return;
    const { process, profile, socket } = this.#running;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    // Debian's command is a script that waits for the browser: a kill would end the script alone.
    socket.send(JSON.stringify({ id: 0, method: 'Browser.close' }));
    const kill = setTimeout(() => process.kill('SIGKILL'), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(kill);
    socket.close();
    // The helpers of the browser may hold the folder for a moment longer.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
