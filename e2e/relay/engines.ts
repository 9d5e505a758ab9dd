import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StartedChild, startChild } from '../../dev/processes.ts';
import { projectRoot, relayOutFolder } from '../../dev/projectPaths.ts';

/** Engines that a chain runs, and how each says its version. */
const ENGINES = { 'valkey-server': '--version', haproxy: '-v', nginx: '-v' } as const;

/** Why a test that needs these cannot run here, in plain words, or null. */
export function whyNot(...engines: (keyof typeof ENGINES)[]): string | null {
  const missing = engines.filter(
    (engine) => spawnSync(engine, [ENGINES[engine]]).error !== undefined,
  );
  return missing.length === 0 ? null : `no ${missing.join(', no ')} on this machine`;
}

const PATIENCE = 20_000;

/** Waits until something holds; `what` is said where it never does, as things stand then. */
export async function until(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  patience = PATIENCE,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end)
      throw new Error(`never: ${typeof what === 'string' ? what : what()}`);
    await sleep(20);
  }
}

/** A program on a port of its own, which can be killed and started again in the same place. */
export class Engine {
  readonly name: string;
  readonly #start: () => Promise<StartedChild>;
  readonly #isUp: () => Promise<boolean>;
  #child: StartedChild | null = null;
  /** What it has said by its standard error so far. */
  said = '';

  constructor(name: string, start: () => Promise<StartedChild>, isUp: () => Promise<boolean>) {
    this.name = name;
    this.#start = start;
    this.#isUp = isUp;
  }

  async start(): Promise<this> {
    const child = await this.#start();
    for (const stream of [child.process.stderr, child.process.stdout])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.said += text;
      });
    this.#child = child;
    await until(`${this.name} has started`, this.#isUp).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.said}`);
    });
    return this;
  }

  get pid(): number {
    if (this.#child === null) throw new Error(`${this.name} is not running`);
    return this.#child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.process.kill(signal);
  }

  /** SIGKILL: no end in order. */
  async kill(): Promise<void> {
    await this.#child?.kill();
    this.#child = null;
  }

  /** SIGTERM, and the end waited for. Gives the exit code. */
  async end(): Promise<number | null> {
    const ending = await this.#child?.end();
    this.#child = null;
    return ending?.code ?? null;
  }
}

const PIPES: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];

/** A Valkey that keeps what it is told in `folder`, as `relay/deploy/compose.yaml` starts it. */
export function valkey(port: number, folder: string): Engine {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const ping = () => spawnSync('valkey-cli', ['-p', String(port), 'ping'], { encoding: 'utf8' });
  return new Engine(
    'valkey',
    () => startChild('valkey-server', args, { stdio: PIPES }),
    async () => ping().stdout.trim() === 'PONG',
  );
}

/** The relay's one file, in a folder of its own, under plain Node. */
export const RELAY_FILE = join(relayOutFolder, 'relay.mjs');

/** As `relay/deploy/Containerfile` and `npm run relay` start it. */
const RELAY_START = [
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--heap-growing-percent=50',
  RELAY_FILE,
];

/** A relay in a process of its own. Nothing of this environment is in its own but `PATH`. */
export function relay(port: number, folder: string, environment: Record<string, string>): Engine {
  const env = {
    PATH: process.env.PATH,
    RELAY_LISTEN: `127.0.0.1:${port}`,
    RELAY_LOG_LEVEL: 'warn',
    ...environment,
  };
  return new Engine(
    'relay',
    () => startChild(process.execPath, RELAY_START, { cwd: folder, env, stdio: PIPES }),
    () => answers(`http://127.0.0.1:${port}/health/live`),
  );
}

/** haproxy by the file of `relay/deploy`, which is read again at SIGUSR2. */
export function haproxy(port: number, relays: readonly [number, number]): Engine {
  const env = {
    PATH: process.env.PATH,
    PROXY_BIND: `127.0.0.1:${port}`,
    RELAY_1: `127.0.0.1:${relays[0]}`,
    RELAY_2: `127.0.0.1:${relays[1]}`,
  };
  const file = join(projectRoot, 'relay', 'deploy', 'haproxy.cfg');
  return new Engine(
    'haproxy',
    () => startChild('haproxy', ['-W', '-f', file], { env, stdio: PIPES }),
    // Whatever it says: a 404 for this path is its own.
    () => answers(`http://127.0.0.1:${port}/`, 404),
  );
}

/** Whether something answers at an address, with this status. */
export async function answers(url: string, status = 200): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === status;
  } catch {
    return false;
  }
}
