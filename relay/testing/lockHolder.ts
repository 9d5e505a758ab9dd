import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Makes a command the first process of a namespace of its own, as a container does. */
const CONTAINER = ['unshare', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'];

const HOLD_LOCKS = fileURLToPath(new URL('./holdLocks.ts', import.meta.url));
const PUT_TILL = fileURLToPath(new URL('./putTill.ts', import.meta.url));

export const canContain = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0;

interface HowHeld {
  isContained?: boolean;
  /** When it begins (ms since 1970), so that two come at the same moment. */
  from?: number;
}

/** A process that takes locks, and holds what it got until it is killed. */
export class LockHolder {
  /** Which of them it got. */
  readonly taken: readonly boolean[];
  readonly #child: ChildProcess;

  private constructor(taken: readonly boolean[], child: ChildProcess) {
    this.taken = taken;
    this.#child = child;
  }

  static async start(
    locks: readonly string[],
    { isContained = false, from = 0 }: HowHeld = {},
  ): Promise<LockHolder> {
    const [program, words] = commandOf(HOLD_LOCKS, [String(from), ...locks], isContained);
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(child.stdout), 'line');
    return new LockHolder(JSON.parse(line), child);
  }

  /** As a loss of power does: it can do nothing more. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}

/** Stores one till by another process; what came of it. */
export async function putBeside(folder: string, appKey: string, isContained: boolean) {
  const [program, words] = commandOf(PUT_TILL, [folder, appKey, 'Till'], isContained);
  return (await promisify(execFile)(program, words)).stdout;
}

function commandOf(
  script: string,
  words: readonly string[],
  isContained: boolean,
): [program: string, words: string[]] {
  const [unshare = '', ...options] = CONTAINER;
  return isContained
    ? [unshare, [...options, process.execPath, script, ...words]]
    : [process.execPath, [script, ...words]];
}
