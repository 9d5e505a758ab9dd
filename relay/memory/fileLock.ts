import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';

/** To write a number takes no longer (ms). */
const WRITTEN_WITHIN = 10_000;

/** Takes a lock that is a file with its holder's process id; null while another process that lives has it. */
export function takeLock(path: string): (() => void) | null {
  if (!create(path)) {
    if (isHeld(path)) return null;
    unlinkIfThere(path);
    if (!create(path)) return null;
  }
  return () => unlinkIfThere(path);
}

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeFileSync(file, String(process.pid));
    } catch (error) {
      // A full disk: nobody holds it.
      unlinkIfThere(path);
      throw error;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder > 0) return isAlive(holder);
    // Without a number it is being written just now, or whoever did so has ended over it.
    return Date.now() - statSync(path).mtimeMs < WRITTEN_WITHIN;
  } catch {
    return false;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
