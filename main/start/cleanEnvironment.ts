import { posix } from 'node:path';
import { isDangerousVariable, isProxy, mayPass } from './allowedVariables.ts';

export interface Surroundings {
  platform: NodeJS.Platform;
  /** The home folder of the account, from the system's own list of accounts; null where that does not tell. */
  home: string | null;
  /** The folder of the program. */
  programFolder: string;
  /** What an administrator has set for everybody: the text of `/etc/environment`. */
  environmentOfAll: string;
}

/** However many somebody gives: the second program's command line must not become too long for them. */
const MAX_TOLD = 30;

/** What is to be changed; undefined takes a variable away. */
export type Changes = Record<string, string | undefined>;

/**
 * What of an environment a packed app must not be given, and what stands there instead. `dangerous`: the names of what
 * may have been obeyed already, so that the program must run once more; the rest only goes.
 */
export function cleanEnvironment(
  env: NodeJS.ProcessEnv,
  surroundings: Surroundings,
): { changes: Changes; dangerous: string[] } {
  const { platform, environmentOfAll } = surroundings;
  const shared = readEnvironment(environmentOfAll);
  const changes: Changes = {};
  const dangerous: string[] = [];
  for (const [name, value = ''] of Object.entries(env)) {
    const isDangerous = isDangerousVariable(name, platform);
    // Elsewhere a system has variables of which nobody knows what needs them.
    const elsewhere = isDangerous ? undefined : value;
    const next = platform === 'linux' ? passing(name, value, surroundings, shared) : elsewhere;
    if (next === value) continue;
    changes[name] = next;
    if (isDangerous && !isSameList(value, next)) dangerous.push(name);
  }
  return { changes, dangerous: dangerous.sort().slice(0, MAX_TOLD) };
}

function passing(
  name: string,
  value: string,
  { home, programFolder }: Surroundings,
  shared: ReadonlyMap<string, string>,
): string | undefined {
  if (isProxy(name)) return shared.get(name) === value ? value : undefined;
  const isAt = (path: string) =>
    home !== null && posix.resolve('/', value) === posix.resolve(home, path);
  if (name === 'HOME') return home === null || isAt('.') ? value : home;
  const usual = OF_HOME[name];
  if (usual !== undefined) return isAt(usual) ? value : undefined;
  const list = LISTS[name];
  if (list === undefined) return mayPass(name, value) ? value : undefined;
  return narrowed(value, [...list, programFolder]);
}

/** Where they are anyway. */
const OF_HOME: Readonly<Record<string, string>> = {
  XDG_CONFIG_HOME: '.config',
  XDG_DATA_HOME: '.local/share',
  XDG_CACHE_HOME: '.cache',
  XDG_STATE_HOME: '.local/state',
};

/** Lists of folders, and below which of them only an administrator puts files; the program's own folder besides. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  XDG_DATA_DIRS: ['/usr', '/var/lib/flatpak', '/var/lib/snapd'],
  XDG_CONFIG_DIRS: ['/etc'],
  LD_LIBRARY_PATH: [],
  GSETTINGS_SCHEMA_DIR: [],
};

function narrowed(value: string, folders: readonly string[]): string | undefined {
  const parts = value.split(':');
  const kept = parts.filter((part) => {
    const path = posix.resolve('/', part);
    return (
      posix.isAbsolute(part) && folders.some((one) => path === one || path.startsWith(`${one}/`))
    );
  });
  // As it was written where nothing has to go.
  if (kept.length === parts.length) return value;
  return kept.length > 0 ? kept.join(':') : undefined;
}

/** An AppImage hangs its own folder before what there was, which was nothing: that is the present folder to a loader. */
function isSameList(value: string, next: string | undefined): boolean {
  return value.split(':').filter(Boolean).join(':') === next;
}

/** As `pam_env` reads it: lines of NAME=VALUE, in quotes or not. */
function readEnvironment(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => /^\s*(?:export\s+)?(\w+)=(.*?)\s*$/.exec(line));
  return new Map(
    lines.flatMap((match) => {
      if (match?.[1] === undefined || match[2] === undefined) return [];
      return [[match[1], match[2].replace(/^(["'])(.*)\1$/, '$2')] as const];
    }),
  );
}
