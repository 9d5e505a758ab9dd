import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { bundles } from '../build/bundles.ts';
import { reloadPage } from '../devtools.ts';
import { withoutChatter } from '../electron/chromiumChatter.ts';
import { openApp, prepareElectron, type Stage } from '../openApp.ts';
import { exitCodeOf, type StartedChild } from '../processes.ts';
import { dataFolder, projectRoot } from '../projectPaths.ts';
import { demoTill } from '../start/demoTill.ts';
import { switchToRunning } from '../start/switchToRunning.ts';
import { keepPicture } from '../start/windowPicture.ts';
import { makeLiveFolder } from './liveFolder.ts';
import { watchBundles } from './watchBundles.ts';

/** Where `.vscode/launch.json` attaches. */
const MAIN_PORT = 9229;
const PAGE_PORT = 9222;

const folder = join(dataFolder, 'dev');
const pictureFile = join(folder, 'window.png');

/**
 * The app on a sandbox gateway of its own. A new main process starts it again; a new page or preload script is only
 * loaded again, with the draft. Ends with the window and its exit code. One that is open already is brought to the front
 * instead.
 */
export async function openLiveApp(
  switches: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  const switched = await switchToRunning(folder, say, folder);
  if (switched !== null) return switched;

  const stage = await prepareElectron(say);
  await makeLiveFolder(folder);
  const till = await demoTill(folder, say);
  const ports = [`--inspect=${MAIN_PORT}`, `--remote-debugging-port=${PAGE_PORT}`];
  const live = new LiveApp(stage, [...till, ...ports, ...switches]);

  const parts = bundles(join(folder, 'out'));
  const missing = new Set(parts.map(({ name }) => name));
  await watchBundles(parts, {
    onFailure: (name, problem) => say(`The build of ${name} failed: ${problem}`),
    onBuilt: (name) => {
      const isFirst = missing.delete(name);
      if (missing.size > 0) return;
      if (!isFirst) say(`${name} has changed.`);
      live.renew(isFirst || name === 'main' ? 'program' : 'page');
    },
  });
  say(`Debuggers: main process 127.0.0.1:${MAIN_PORT}, page 127.0.0.1:${PAGE_PORT}.`);
  if (stage.display.own) {
    const announce = () =>
      say(
        `No display. Picture of the window: ${relative(projectRoot, pictureFile)}, renewed every 10 s.`,
      );
    void keepPicture(PAGE_PORT, pictureFile, announce);
  }
  return live.ended;
}

class LiveApp {
  readonly ended: Promise<number>;
  readonly #stage: Stage;
  readonly #switches: readonly string[];
  #app: StartedChild | null = null;
  /** Changes that come while it starts or ends are dealt with in their order. */
  #turn: Promise<void> = Promise.resolve();
  #end!: (code: number) => void;

  constructor(stage: Stage, switches: readonly string[]) {
    this.#stage = stage;
    this.#switches = switches;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  renew(what: 'program' | 'page'): void {
    this.#turn = this.#turn.then(() => (what === 'program' ? this.#start() : this.#reload()));
  }

  async #start(): Promise<void> {
    const before = this.#app;
    this.#app = null;
    await before?.end();
    const app = await openApp(this.#stage, this.#switches, ['ignore', 'inherit', 'pipe'], folder);
    this.#app = app;
    const quiet = withoutChatter(/^(DevTools listening on .*|Debugger .*|For help, see: .*)?$/);
    (app.process.stderr as Readable).setEncoding('utf8').pipe(quiet).pipe(process.stderr);
    void app.ended.then((ending) => {
      // Ended by its window, not by us.
      if (this.#app === app) this.#end(exitCodeOf(ending));
    });
  }

  async #reload(): Promise<void> {
    await reloadPage(PAGE_PORT).catch(() => undefined);
  }
}
