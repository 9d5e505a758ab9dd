import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type ProcessLine = { pid: number; parent: number; group: number; session: number };

/**
 * The living processes that belong to a root: its descendants, and those of its process group or
 * session, since a helper whose parent has gone is nobody's descendant any more.
 */
export function treeOf(root: number, lines: readonly ProcessLine[]): number[] {
  const members = new Set<number>();
  let grown = true;
  while (grown) {
    grown = false;
    for (const line of lines) {
      if (members.has(line.pid)) continue;
      const belongs =
        line.pid === root ||
        line.group === root ||
        line.session === root ||
        line.parent === root ||
        members.has(line.parent);
      if (belongs) {
        members.add(line.pid);
        grown = true;
      }
    }
  }
  return [...members];
}

/** Every living process; one that has ended and only waits to be collected is not listed. */
export function livingProcesses(): ProcessLine[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/** Ends a whole process tree at once, as a power cut would, and waits until none of it is left. */
export async function killTree(root: number, patience = 10_000): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(root), '/T', '/F']);
    return;
  }
  const deadline = Date.now() + patience;
  // Remembered, since killing parents first tears the tree apart.
  const remembered = new Set<number>();
  for (;;) {
    const living = livingProcesses();
    for (const pid of treeOf(root, living)) remembered.add(pid);
    const left = living.filter((line) => remembered.has(line.pid));
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`Processes do not end: ${left.map((line) => line.pid).join(', ')}`);
    }
    for (const { pid } of left) killOne(pid);
    await sleep(10);
  }
}

/** The same without waiting, for the last moment of a process. */
export function killTreeNow(root: number): void {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(root), '/T', '/F']);
  else for (const pid of treeOf(root, livingProcesses())) killOne(pid);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}

function fromProc(): ProcessLine[] {
  const lines: ProcessLine[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    let text: string;
    try {
      text = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      continue;
    }
    // `pid (name) state parent group session …`, where the name may hold blanks and brackets.
    const [state, parent, group, session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') continue;
    lines.push({
      pid: Number(name),
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
    });
  }
  return lines;
}

function fromPs(): ProcessLine[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns.length === 4 && !columns[3]?.startsWith('Z'))
    .map(([pid, parent, group]) => ({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: -1,
    }));
}
