import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Where a till looks for its machine's settings. */
export const MACHINE_PLACE = '/etc/tillside';

/** Root alone gives a process a view of its own of the file system, and not in every container. */
export function canSeeOtherwise(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
}

/**
 * An empty folder of root's for one machine's settings; it goes with the test. On the system's own disk, as it has to be. The
 * empty place itself stays: removing it would take the view from every other app that is looking at a folder there.
 */
export function freshMachineFolder(): string {
  const folder = mkdtempSync('/etc/tillside-test-');
  chmodSync(folder, 0o755);
  mkdirSync(MACHINE_PLACE, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs what follows so that it sees this folder in that place: no other app of this machine does. */
export function seeing(folder: string): string[] {
  const script = `mkdir -p ${MACHINE_PLACE} && mount --bind "$1" ${MACHINE_PLACE} && shift && exec "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', folder];
}
