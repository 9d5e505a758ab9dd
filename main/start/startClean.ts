import { type SpawnSyncOptions, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { App } from 'electron';
import {
  DISABLE_SANDBOX,
  isDangerous,
  NO_SANDBOX,
  STARTED_WITHOUT,
  TALKATIVE,
} from './allowedSwitches.ts';
import { cleanEnvironment, type Surroundings } from './cleanEnvironment.ts';
import { judgeSwitches } from './judgeSwitches.ts';
import { argumentOf, type Switch } from './switches.ts';
import { isRegisterLink, REGISTER } from './wish.ts';

/** Asks a program for nothing but to come as far as its first line. */
const TRIAL = 'TILLSIDE_TRIAL';

/** How long that may take (ms). */
const TRIAL_PATIENCE_MS = 20_000;

/** What a start goes on with. */
export interface CleanStart {
  args: string[];
  /** What it was freed from: dangerous switches and variables by name, and how many that nobody knows. */
  without: { dangerous: string[]; unknown: number };
}

type StartedApp = Pick<App, 'isPackaged' | 'exit' | 'commandLine' | 'getPath'>;

/** This process and the way to another one. */
export interface World {
  process: Pick<
    NodeJS.Process,
    'argv' | 'env' | 'execPath' | 'platform' | 'getuid' | 'pid' | 'ppid'
  >;
  spawnSync: (
    command: string,
    args: readonly string[],
    options: SpawnSyncOptions,
  ) => Pick<SpawnSyncReturns<Buffer>, 'status' | 'error'>;
  /** Whether the program's code lies in an archive. */
  isInArchive: boolean;
  /** What the system says of this account and of everybody's environment. */
  account: () => Pick<Surroundings, 'home' | 'environmentOfAll'>;
}

const THIS_WORLD: World = {
  process,
  spawnSync: (command, args, options) =>
    spawnSync(command, args, { ...options, encoding: 'buffer' }),
  isInArchive: typeof __dirname === 'string' && __dirname.includes('.asar'),
  account: () => ({
    home: orNull(() => userInfo().homedir),
    environmentOfAll: orNull(() => readFileSync('/etc/environment', 'utf8')) ?? '',
  }),
};

/**
 * The first thing that the program does. What is packed runs with switches of a list alone. Chromium has read its
 * command line by now, and much of that cannot be undone: where anything else stands there, or in one of the variables
 * that are read like it, the program runs once more
 * without it, and this process only waits for its end. Null: that was all. Where no second process can be had, what
 * can be undone is undone: no argument keeps a till from starting.
 */
export function startClean(app: StartedApp, world: World = THIS_WORLD): CleanStart | null {
  const { process, isInArchive } = world;
  const given = process.argv.slice(1);
  // A copy of the program under Electron's own name would count as unpacked.
  if (!app.isPackaged && !isInArchive) {
    return { args: given, without: { dangerous: [], unknown: 0 } };
  }
  // Only the program that has just asked for it: a variable that somebody has left must not end every start.
  if (process.env[TRIAL] === String(process.ppid)) {
    app.exit(0);
    return null;
  }
  let isFree: boolean | null = null;
  const mayRunUnconfined = () => {
    isFree ??= process.getuid?.() === 0 || !hasSandbox(world);
    return isFree;
  };
  // Before anything else of the environment counts: that of a home folder decides where the data lie by default.
  const usualData = app.getPath('userData');
  const { obeyed, talkative } = freeEnvironment(world, mayRunUnconfined);
  const { kept, left, told } = judgeSwitches(given, {
    platform: process.platform,
    mayRunUnconfined,
  });
  if (obeyed.some(isOfHome) && !kept.some(isOfData)) {
    kept.push({ name: 'user-data-dir', value: usualData });
  }
  // Of what is no switch this alone means something; a program that runs once more is not given the link itself.
  if (given.some(isRegisterLink)) kept.push({ name: REGISTER, value: '' });
  const args = kept.map(argumentOf);
  const names = [...talkative, ...obeyed, ...left, ...told];
  const dangerous = names.filter(isDangerous);
  const without = { dangerous: [...new Set(dangerous)], unknown: names.length - dangerous.length };
  if (left.length === 0 && obeyed.length === 0) return { args, without };
  const { error, status } = world.spawnSync(process.execPath, [...args, tellingOf(without)], {
    stdio: 'inherit',
  });
  if (error === undefined) {
    app.exit(status ?? 1);
    return null;
  }
  for (const name of left) app.commandLine.removeSwitch(name);
  if (obeyed.includes(DISABLE_SANDBOX)) app.commandLine.removeSwitch(NO_SANDBOX);
  return { args, without };
}

/** Takes out of the environment what must not be there; gives the names of what was read already and what was not. */
function freeEnvironment({ process, account }: World, mayRunUnconfined: () => boolean) {
  const { env, platform, execPath } = process;
  const isGiven = (name: string) => env[name] !== undefined;
  // These are read later than this; a second process would inherit them.
  const talkative = TALKATIVE.filter(isGiven);
  for (const name of talkative) delete env[name];
  const { [DISABLE_SANDBOX]: unconfined, ...others } = env;
  const surroundings = { platform, ...account(), programFolder: dirname(execPath) };
  const { changes, dangerous } = cleanEnvironment(others, surroundings);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  if (unconfined === undefined || mayRunUnconfined()) return { talkative, obeyed: dangerous };
  delete env[DISABLE_SANDBOX];
  return { talkative, obeyed: [DISABLE_SANDBOX, ...dangerous] };
}

const isOfHome = (name: string) => name === 'HOME' || name === 'XDG_CONFIG_HOME';
const isOfData = ({ name }: Switch) => name === 'user-data-dir';

function orNull<Found>(find: () => Found): Found | null {
  try {
    return find();
  } catch {
    return null;
  }
}

/** Linux has one for ordinary users only where namespaces or the helper that runs as root are allowed. */
function hasSandbox({ process, spawnSync }: World): boolean {
  if (process.platform !== 'linux') return true;
  const { [DISABLE_SANDBOX]: _, ...others } = process.env;
  const env = { ...others, [TRIAL]: String(process.pid) };
  const trial = spawnSync(process.execPath, [], {
    env,
    stdio: 'ignore',
    timeout: TRIAL_PATIENCE_MS,
  });
  return trial.status === 0;
}

function tellingOf({ dangerous, unknown }: CleanStart['without']): string {
  const names = [...dangerous, ...Array<string>(unknown).fill('unknown')];
  return argumentOf({ name: STARTED_WITHOUT, value: names.join() });
}
