import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { killTree, killTreeNow } from './processTree.ts';

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

/** The numbers of another user to run a child as; needs root. */
export type UserIds = { uid: number; gid: number };

export type StartOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'stdio'> & {
  user?: UserIds;
  /** What runs the child in its own place, before it becomes another user. */
  within?: readonly string[];
};

export type StartedChild = {
  pid: number;
  process: ChildProcess;
  /** Resolves when it has ended and nothing of its process tree is left. */
  ended: Promise<Ending>;
  /** Asks it to end, and kills what is left of its process tree after `patience` milliseconds. */
  end(patience?: number): Promise<Ending>;
  /** Kills its whole process tree at once and waits for it. */
  kill(): Promise<Ending>;
};

const running = new Set<StartedChild>();

/**
 * Starts a child that cannot outlive us: in a process group of its own, so that Ctrl+C reaches it
 * through us and in order; ended with us, on Linux even when we are killed ourselves, but for the moment before its guard stands.
 */
export async function startChild(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<StartedChild> {
  const { user, within = [], ...spawnOptions } = options;
  const [file, ...rest] = [...within, ...guard(user), command, ...args] as [string, ...string[]];
  // On Windows, "detached" would open a console window.
  const child = spawn(file, rest, { ...spawnOptions, detached: process.platform !== 'win32' });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve).once('error', reject);
  });
  const pid = child.pid as number;
  const exited = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const ended = exited.then(async (ending) => {
    await killTree(pid);
    return ending;
  });
  const started: StartedChild = {
    pid,
    process: child,
    ended,
    async end(patience = 10_000) {
      let killing: Promise<void> | null = null;
      const timer = setTimeout(() => {
        killing = killTree(pid);
      }, patience);
      // Only to the child itself: it ends its own helpers in the order that suits it.
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
      // Its helpers may take a moment longer than the child itself.
      await killing;
      return ended;
    },
    async kill() {
      await killTree(pid);
      return ended;
    },
  };
  running.add(started);
  ended.then(() => running.delete(started));
  return started;
}

/** Ends all children, the youngest first, since it may need the older ones until its last moment. */
export async function endAllChildren(): Promise<void> {
  for (const child of [...running].reverse()) await child.end();
}

/** The exit code that stands for an ending, as a shell would give it. */
export function exitCodeOf(ending: Ending): number {
  return ending.code ?? 128 + (ending.signal ? constants.signals[ending.signal] : 0);
}

process.on('exit', () => {
  for (const child of running) killTreeNow(child.pid);
});

/** `setpriv` comes with every Debian (util-linux); elsewhere on Linux a child may outlive a killed us. */
function guard(user: UserIds | undefined): string[] {
  if (process.platform !== 'linux') return [];
  const identity = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  return ['setpriv', ...identity, '--pdeathsig=KILL', '--'];
}
