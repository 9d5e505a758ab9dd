import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainFailure } from '../../../dev/plainFailure.ts';
import type { Wine } from '../../../dev/windows/wine.ts';
import type { NsisTools } from './nsisTools.ts';

/** How long anything may take that is waited for (ms). */
const PATIENCE_MS = 60_000;

/** Where the two ways to install put the program, below drive C. */
const PROGRAM = {
  user: ['AppData', 'Local', 'Programs', 'Tillside'],
  machine: ['Program Files', 'Tillside'],
} as const;

export type Way = keyof typeof PROGRAM;

/** wine's Windows as a shop's PC: programs are installed, run and removed, and looked at from outside. */
export class WindowsPc {
  readonly #wine: Wine;
  readonly #prefix: string;

  constructor(wine: Wine, prefix: string) {
    this.#wine = wine;
    this.#prefix = prefix;
  }

  /** Below drive C. */
  path(...names: string[]): string {
    return join(this.#prefix, 'drive_c', ...names);
  }

  /** Below the folder of who works there. */
  home(...names: string[]): string {
    return this.path('users', userInfo().username, ...names);
  }

  /** A path below drive C as Windows names it. */
  asSeenThere(path: string): string {
    return `C:${path.slice(this.path().length).replaceAll('/', '\\')}`;
  }

  programFolder(way: Way): string {
    return way === 'user' ? this.home(...PROGRAM.user) : this.path(...PROGRAM.machine);
  }

  /** Lets the recorder stand in for icacls. */
  async record(tools: NsisTools): Promise<void> {
    const program = this.path('windows', 'system32', 'icacls.exe');
    await rm(program, { force: true });
    tools.compile('recorder', program);
  }

  /** What icacls was asked for since the last look, a line each. */
  async recorded(): Promise<string[]> {
    const file = this.path('windows', 'recorded.txt');
    const lines = readUtf16(file).split('\n').filter(Boolean);
    await rm(file, { force: true });
    return lines;
  }

  /** What installer and uninstaller have logged since the last look. */
  async logged(): Promise<string> {
    const file = this.home('AppData', 'Local', 'Temp', 'Tillside-Setup.log');
    const text = readUtf16(file);
    await rm(file, { force: true });
    return text;
  }

  /** Runs a program to its exit code, of which a process has eight bits here. */
  run(program: string, ...args: string[]): Promise<number> {
    return this.#wine.runSilently([program, ...args], dirname(program));
  }

  /**
   * The uninstaller of an installation; for one user in its own place, so that its end is its end. A place with a blank in it
   * wine hands over in quotation marks, and NSIS knows it without them alone: then it goes on by itself.
   */
  uninstall(way: Way, ...args: string[]): Promise<number> {
    const folder = this.programFolder(way);
    const mode = way === 'user' ? '/currentuser' : '/allusers';
    const program = join(folder, 'Uninstall Tillside.exe');
    return this.run(program, mode, ...args, `_?=${this.asSeenThere(folder)}`);
  }

  async registry(key: string): Promise<string> {
    const file = this.path('registry.txt');
    await rm(file, { force: true });
    await this.#wine.runSilently(['reg', 'export', key, 'C:\\registry.txt', '/y'], this.path());
    return readUtf16(file);
  }

  /** Another Windows from now on: `win7`, `win10`. */
  async becomes(version: string): Promise<void> {
    await this.#wine.runSilently(['winecfg', '-v', version], this.path());
  }

  /** A data folder with a till's health in it. */
  async leaveData(
    folder: string,
    { waiting, held, isRunning = false }: { waiting: number; held: number; isRunning?: boolean },
  ) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'outbox-000001.journal'), 'sealed');
    const health = { format: 1, isRunning, waiting, pause: 'none', held, heldByCode: { held } };
    await writeFile(join(folder, 'health.json'), `${JSON.stringify(health, null, 2)}\n`);
  }

  get notes(): string {
    const file = this.home('AppData', 'Local', 'stub', 'notes.txt');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!isSo()) {
      if (Date.now() > end) throw new PlainFailure(`Not within a minute: ${what}.`);
      await sleep(100);
    }
  }
}

function readUtf16(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf16le').replace(/^\uFEFF/, '') : '';
}
