import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainFailure } from '../plainFailure.ts';
import { exitCodeOf, startChild } from '../processes.ts';

/** What to say where there is no wine that runs programs of 64 bits. */
export const NO_WINE = [
  'This machine has no wine, so nothing of Windows was tested.',
  'On Debian: sudo apt-get update && sudo apt-get install -y --no-install-recommends wine wine64',
].join('\n');

/** Others work on the machine as well. */
const NICE = ['nice', '-n', '5'] as const;

/** Windows' drive of all that this system has. */
export function onWindows(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** Runs programs for Windows, in a Windows of their own below a folder. */
export class Wine {
  /** As it names itself: `wine-10.0`. */
  readonly version: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(version: string, prefix: string, replaced: readonly string[]) {
    this.version = version;
    // Neither its talk, nor its questions whether to fetch a browser and .NET.
    const overrides = ['mscoree,mshtml=', ...replaced.map((name) => `${name}=n`)].join(';');
    const quiet = { WINEDEBUG: '-all', WINEDLLOVERRIDES: overrides };
    const plain = { NO_COLOR: '1', XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR || prefix };
    this.#environment = { ...process.env, ...plain, ...quiet, WINEPREFIX: prefix };
  }

  /**
   * Null where there is none. Makes its Windows where it is not there yet (some ten seconds). `replaced`: programs of
   * Windows' that somebody has put into it, to be run instead of wine's own.
   * @throws PlainFailure where wine is there and cannot
   */
  static async find(prefix: string, replaced: readonly string[] = []): Promise<Wine | null> {
    const asked = spawnSync('wine', ['--version'], { encoding: 'utf8' });
    const [version] = /wine-[\d.]+/.exec(asked.stdout ?? '') ?? [];
    if (asked.status !== 0 || version === undefined) return null;
    const wine = new Wine(version, prefix, replaced);
    if (existsSync(join(prefix, 'system.reg'))) return wine;
    await mkdir(prefix, { recursive: true });
    const made = await wine.#start(['wineboot', '-i'], prefix, 'ignore');
    if (made !== 0) throw new PlainFailure(`${version} cannot make its Windows in ${prefix}.`);
    return wine;
  }

  /** For programs that start wine by themselves. */
  get environment(): Readonly<NodeJS.ProcessEnv> {
    return this.#environment;
  }

  /** As `run`, where nobody listens. */
  async runSilently(command: readonly string[], cwd: string): Promise<number> {
    return await this.#start(['wine', ...command], cwd, 'ignore');
  }

  /**
   * Runs a program to its exit code. What it says goes into `log`, since Node for Windows says nothing into wine's pipes,
   * and from there to `say` as it comes.
   */
  async run(
    command: readonly string[],
    { cwd, log, say }: { cwd: string; log: string; say: (text: string) => void },
  ): Promise<number> {
    const file = await open(log, 'w+');
    try {
      let isOver = false;
      const running = this.#start(['wine', ...command], cwd, file.fd).finally(() => {
        isOver = true;
      });
      for (let told = 0, isLast = false; !isLast; ) {
        isLast = isOver;
        const length = (await stat(log)).size - told;
        if (length > 0) {
          const { buffer } = await file.read(Buffer.alloc(length), 0, length, told);
          told += length;
          say(buffer.toString('utf8'));
        }
        if (!isLast) await Promise.race([running, sleep(250)]);
      }
      return await running;
    } finally {
      await file.close();
    }
  }

  async #start(command: readonly string[], cwd: string, output: number | 'ignore') {
    const [first, ...rest] = [...NICE, ...command];
    const child = await startChild(first, rest, {
      cwd,
      env: this.#environment,
      stdio: ['ignore', output, output],
    });
    return exitCodeOf(await child.ended);
  }
}
