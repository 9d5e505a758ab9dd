import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's own code for "another one has it" (`SQLITE_BUSY`). */
const BUSY = 5;

/**
 * Takes a lock by a file; null while another one has it, of this process or another. The file stays there and says nothing: what
 * holds is a lock of the operating system's own on it, as SQLite takes one on Linux, macOS and Windows. That ends with
 * its process, however that ends, and before that by itself never: neither a number that is another process's by now (in a
 * container each is 1) nor a clock says who is alive. Throws what the disk says.
 */
export function takeLock(path: string): (() => void) | null {
  createFor(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is written, so nothing has to be undone: no journal lies beside it. One alone begins so at a time; of two that
    // ask for `EXCLUSIVE` at the same moment none may get it.
    database.exec('PRAGMA journal_mode = OFF; BEGIN IMMEDIATE');
    return () => database.close();
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === BUSY) return null;
    throw error;
  }
}

/** SQLite would let others read it, and who reads it can hold it. To open one that is there would be to give it up at the close. */
function createFor(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
