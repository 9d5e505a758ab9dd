import { buildApp } from './build.ts';
import { type Display, openDisplay } from './display.ts';
import { type ChosenElectron, chooseElectron } from './electron/chooseElectron.ts';
import { electronEnvironment, electronSwitches, isRoot } from './electron/electronRun.ts';
import { ensurePrerequisites } from './prerequisites.ts';
import { type StartedChild, type StartOptions, startChild } from './processes.ts';
import { projectRoot } from './projectPaths.ts';

export type Stage = { electron: ChosenElectron; display: Display };

/**
 * Everything that must be there before the app can open: Electron, system packages, `out/`, a screen.
 * @throws PlainFailure when something is missing and cannot be had
 */
export async function prepareStage(say: (line: string) => void): Promise<Stage> {
  return prepareElectron(say, async () => {
    if ((await buildApp()) === 'made') say('Built out/.');
  });
}

/** The same without `out/`. `beforeScreen`: what comes before a screen is opened. */
export async function prepareElectron(
  say: (line: string) => void,
  beforeScreen?: () => Promise<void>,
): Promise<Stage> {
  const electron = await chooseElectron();
  say(electron.line);
  ensurePrerequisites('run', electron.path, say);
  await beforeScreen?.();
  return { electron, display: await openDisplay() };
}

/** Opens the built app with these switches. `appFolder`: where its `package.json` lies. */
export function openApp(
  { electron, display }: Stage,
  switches: readonly string[],
  stdio: StartOptions['stdio'],
  appFolder: string = projectRoot,
): Promise<StartedChild> {
  const needed = electronSwitches({ virtualScreen: display.own, root: isRoot() });
  // npm runs scripts in the project's folder; a path in a switch means where the user stands.
  const { INIT_CWD } = process.env;
  return startChild(electron.path, [appFolder, ...needed, ...switches], {
    env: electronEnvironment({ DISPLAY: display.name }),
    stdio: stdio ?? 'inherit',
    cwd: INIT_CWD ?? process.cwd(),
  });
}
