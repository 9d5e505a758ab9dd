import { chmodSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseElectron } from '../../dev/electron/chooseElectron.ts';

/**
 * Half a core for everything, in the kernel's own parts of a tenth of a second (µs). Whatever needs a little more than its half
 * stands still for 50 ms so, which no slow processor does. But the kernel hands each processor 5 ms at a time: in parts of a
 * hundredth one of two takes all of it, and the processes of one program wait for each other (`docs/measurements.md`).
 */
const PERIOD = 100_000;
const QUOTA = 50_000;

export interface SlowPc {
  /** Electron on that PC; the program is one of its arguments. */
  executable: string;
  close(): void;
}

/**
 * A PC with half a core, by a quota of the machine's control groups (version 1 or 2). Null where the machine permits none.
 * `folder`: where the program may lie.
 */
export async function slowPc(folder: string): Promise<SlowPc | null> {
  const group = makeGroup();
  if (group === null) return null;
  const { path } = await chooseElectron();
  const executable = join(folder, 'slow-electron');
  const lines = [`echo $$ > '${group}/cgroup.procs'`, `exec '${path}' "$@"`];
  writeFileSync(executable, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(executable, 0o755);
  return {
    executable,
    close: () => {
      try {
        rmdirSync(group);
      } catch {
        // Somebody is still in it: it costs nothing.
      }
    },
  };
}

function makeGroup(): string | null {
  const name = `tillside-${process.pid}`;
  const ways: [string, Record<string, string>][] = [
    [
      join('/sys/fs/cgroup/cpu', name),
      { 'cpu.cfs_period_us': String(PERIOD), 'cpu.cfs_quota_us': String(QUOTA) },
    ],
    [join('/sys/fs/cgroup', name), { 'cpu.max': `${QUOTA} ${PERIOD}` }],
  ];
  for (const [group, files] of ways) {
    try {
      mkdirSync(group);
      for (const [file, text] of Object.entries(files))
        writeFileSync(join(group, file), text, { flag: 'r+' });
      return group;
    } catch {
      try {
        rmdirSync(group);
      } catch {
        // It was not made.
      }
    }
  }
  return null;
}
