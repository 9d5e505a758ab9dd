import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only root can mount a disk. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Runs on a real disk of so many MiB; `remount` changes its options (`ro`, `rw`). */
export async function onMountedDisk<Result>(
  megabytes: number,
  run: (mount: string, remount: (options: string) => void) => Promise<Result>,
): Promise<Result> {
  const mount = await mkdtemp(join(tmpdir(), 'tillside-disk-'));
  call('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount);
  try {
    return await run(mount, (options) => call('mount', '-o', `remount,${options}`, mount));
  } finally {
    spawnSync('umount', ['-l', mount]);
    await rm(mount, { recursive: true, force: true });
  }
}

function call(command: string, ...options: string[]): void {
  const { status, stderr } = spawnSync(command, options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${options.join(' ')}: ${stderr}`);
}
