import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { livingProcesses, treeOf } from '../../dev/processTree.ts';

/** What an app costs while nobody touches it. */
export interface Costs {
  /** Proportional set size of all its processes (MB): what would be free without it. */
  memory: number;
  /** Part of one core (percent). */
  cpu: number;
  /** How often a second any thread of the main process went on after a wait. */
  wakeUps: number;
  processes: number;
}

/** Ticks of `/proc/PID/stat` per second: USER_HZ, the same on every Linux that runs this. */
const TICKS = 100;

/** Looks at `root` and all of its processes for so long (ms), after letting it come to rest (ms). */
export async function costsAtRest(root: number, rest: number, span: number): Promise<Costs> {
  await sleep(rest);
  const before = spent(root);
  const began = performance.now();
  await sleep(span);
  const after = spent(root);
  const seconds = (performance.now() - began) / 1_000;
  const processes = treeOf(root, livingProcesses());
  const memory = processes.reduce((sum, pid) => sum + proportionalSize(pid), 0);
  return {
    memory: memory / 1024 / 1024,
    cpu: (100 * (after.ticks - before.ticks)) / TICKS / seconds,
    wakeUps: (after.switches - before.switches) / seconds,
    processes: processes.length,
  };
}

function spent(root: number): { ticks: number; switches: number } {
  const processes = treeOf(root, livingProcesses());
  return {
    ticks: processes.reduce((sum, pid) => sum + ticksOf(pid), 0),
    switches: Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(read(root, 'status'))?.[1] ?? 0),
  };
}

function ticksOf(pid: number): number {
  // The second field is a name in brackets that may have blanks: user and system time are the 12th and 13th behind it.
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Bytes. */
function proportionalSize(pid: number): number {
  return 1024 * Number(/^Pss:\s*(\d+) kB/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0);
}

/** Empty where the process has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
