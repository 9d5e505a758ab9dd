import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where Linux keeps files in memory, for every program. */
const MEMORY = '/dev/shm';
const PREFIX = 'tillside-tests-';
/** What a run of all tests needs at the most is a small part of it. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * A folder in memory for whatever tests leave in the system's temporary folder, or null where there is none with room
 * for it. The tests' files are as real there, but a flush costs nothing: with thousands of tills that open and close, a
 * third of all time went into the disk. What a flush is worth is proven on a recording disk, not by these.
 */
export function makeMemoryFolder(
  mounts: () => string = () => readFileSync('/proc/mounts', 'utf8'),
): string | null {
  if (!hasRoom(mounts)) return null;
  removeLeftovers();
  const folder = mkdtempSync(join(MEMORY, `${PREFIX}${process.pid}-`));
  // As the system's own: programs that run as another user write there as well.
  chmodSync(folder, 0o1777);
  return folder;
}

function hasRoom(mounts: () => string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, , type = '', options = ''] =
      mounts()
        .split('\n')
        .map((line) => line.split(' '))
        .findLast(([, place]) => place === MEMORY) ?? [];
    const { bavail, bsize } = statfsSync(MEMORY);
    // Some tests start programs of their own from there, as containers often forbid.
    const isUsable = type === 'tmpfs' && !options.split(',').includes('noexec');
    return isUsable && bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}

/** A run that was killed leaves its files, and here they cost memory. */
function removeLeftovers(): void {
  for (const name of readdirSync(MEMORY)) {
    if (!name.startsWith(PREFIX)) continue;
    const [owner = ''] = name.slice(PREFIX.length).split('-');
    if (existsSync(join('/proc', owner))) continue;
    rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}
