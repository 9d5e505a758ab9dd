import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mainBundle } from '../../dev/build/bundles.ts';
import { writeBundle } from '../../dev/build/writeBundle.ts';
import { type Display, openDisplay } from '../../dev/display.ts';
import { chooseElectron } from '../../dev/electron/chooseElectron.ts';
import { electronEnvironment, electronSwitches, isRoot } from '../../dev/electron/electronRun.ts';
import { ensurePrerequisites } from '../../dev/prerequisites.ts';
import { startChild } from '../../dev/processes.ts';
import { hear } from './child.ts';
import type { Order, Runs } from './runs.ts';

/** Runs what `runInNode` runs in the main process of an Electron instead, over its network stack. */
export class ElectronHost {
  readonly version: string;
  readonly #path: string;
  readonly #folder: string;
  readonly #display: Display;

  private constructor(
    electron: { path: string; version: string },
    folder: string,
    display: Display,
  ) {
    this.#path = electron.path;
    this.version = electron.version;
    this.#folder = folder;
    this.#display = display;
  }

  /** `folder`: where the bundle and Chromium's own files may lie. */
  static async open(folder: string, say: (line: string) => void): Promise<ElectronHost> {
    const electron = await chooseElectron();
    say(electron.line);
    ensurePrerequisites('run', electron.path, say);
    await mkdir(folder, { recursive: true });
    await writeBundle(mainBundle('main', join(import.meta.dirname, 'inElectron.ts'), folder));
    const description = { name: 'tillside-bench', version: '0.0.0', main: 'main.cjs' };
    await writeFile(join(folder, 'package.json'), JSON.stringify(description));
    return new ElectronHost(electron, folder, await openDisplay());
  }

  async run<Name extends keyof Runs>(
    name: Name,
    told: Runs[Name]['told'],
    further: readonly string[] = [],
  ): Promise<Runs[Name]['said']> {
    const switches = electronSwitches({ virtualScreen: this.#display.own, root: isRoot() });
    const order = JSON.stringify({ name, told } as Order);
    const userData = `--user-data-dir=${join(this.#folder, 'chromium')}`;
    const child = await startChild(
      this.#path,
      [this.#folder, ...switches, ...further, userData, order],
      {
        env: electronEnvironment({ DISPLAY: this.#display.name }),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return hear(child, name);
  }

  close(): Promise<void> {
    return this.#display.close();
  }
}
