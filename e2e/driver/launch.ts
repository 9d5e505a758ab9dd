import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type ChosenElectron, chooseElectron } from '../../dev/electron/chooseElectron.ts';
import { electronEnvironment, electronSwitches, isRoot } from '../../dev/electron/electronRun.ts';
import { type StartedChild, startChild } from '../../dev/processes.ts';
import { projectRoot } from '../../dev/projectPaths.ts';
import { runningOn } from './computer.ts';
import { seeing } from './machineFolder.ts';
import { askingAt } from './nameServer.ts';
import { giveTo, ordinaryUser, reachable } from './ordinaryUser.ts';
import { freshFolder, runFolder } from './runFolder.ts';

export type AppOptions = {
  /** Of this app alone, unless two are meant to meet on it. */
  userDataDir: string;
  provisionFile?: string;
  /** Further switches for the app and Chromium. */
  args?: readonly string[];
  /** Changes to the environment, such as `TZ`; `undefined` takes a variable away. */
  env?: NodeJS.ProcessEnv;
  /** As an ordinary user, with Chromium's sandbox, where the tests run as root. */
  asUser?: boolean;
  /** The folder that this app alone sees in the place of `/etc/tillside`; needs root. */
  machineFolder?: string;
  /** The computer that this app alone sees (`computerWith`); needs root. */
  computer?: string;
  /** The list of name servers that this app alone sees (`startNameServer`); needs root. */
  nameServers?: string;
  /** The folder of the application; the project itself unless a test brings its own. */
  appFolder?: string;
  /** How long its window may take to appear (ms); 20 s unless it waits for something first. */
  windowWithin?: number;
  /** A packed app, instead of Electron with a folder. */
  executable?: string;
};

export type Output = { stdout: string; stderr: string };

export type LaunchedApp = { child: StartedChild; output: Output };

let chosen: Promise<ChosenElectron> | undefined;

/** Starts the app's process, with all its output kept. */
export async function launch(
  options: AppOptions,
  switches: readonly string[] = [],
): Promise<LaunchedApp> {
  chosen ??= chooseElectron();
  const electron = await chosen;
  const becomesUser = options.asUser === true && isRoot();
  const place = placeFor(options, electron, becomesUser);
  const within = [
    ...(options.machineFolder ? seeing(options.machineFolder) : []),
    ...(options.computer ? runningOn(options.computer) : []),
    ...(options.nameServers ? askingAt(options.nameServers) : []),
  ];
  const child = await startChild(
    options.executable ?? place.electronPath,
    [
      ...(options.executable === undefined ? [place.appFolder] : []),
      ...electronSwitches({ virtualScreen: true, root: isRoot() && !becomesUser }),
      `--user-data-dir=${options.userDataDir}`,
      ...(options.provisionFile ? [`--provision=${options.provisionFile}`] : []),
      ...switches,
      ...(options.args ?? []),
    ],
    {
      // Anywhere but the project: an installed app starts where its user stands.
      cwd: runFolder(),
      env: electronEnvironment({ ...place.env, ...options.env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(becomesUser ? { user: ordinaryUser } : {}),
      ...(within.length > 0 ? { within } : {}),
    },
  );
  return { child, output: collectOutput(child) };
}

/** Where the app and Electron lie for whoever runs them, and what else that user needs. */
function placeFor(options: AppOptions, electron: ChosenElectron, becomesUser: boolean) {
  const appFolder = options.appFolder ?? projectRoot;
  if (!becomesUser) return { appFolder, electronPath: electron.path, env: {} };
  giveTo(options.userDataDir);
  const home = giveTo(freshFolder('home'));
  const isPacked = options.executable !== undefined;
  return {
    appFolder: isPacked
      ? appFolder
      : reachable(appFolder, options.appFolder ? ['.'] : ['package.json', 'out']),
    electronPath: isPacked
      ? electron.path
      : join(reachable(electron.distPath), basename(electron.path)),
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_CONFIG_HOME: undefined,
      XDG_CACHE_HOME: undefined,
    },
  };
}

function collectOutput({ process: { stdout, stderr } }: StartedChild): Output {
  const output = { stdout: '', stderr: '' };
  (stdout as Readable).setEncoding('utf8').on('data', (part: string) => {
    output.stdout += part;
  });
  (stderr as Readable).setEncoding('utf8').on('data', (part: string) => {
    output.stderr += part;
  });
  return output;
}
