import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The bits of a file's mode by which somebody else reads it, or another than its owner changes it. */
const OPEN_TO_OTHERS = 0o027;

export type OwnFile =
  | { kind: 'read'; text: string }
  /** Others may read it, or a group may change it. `mode`: octal. */
  | { kind: 'open-to-others'; mode: string }
  /** `why`: the disk's own code, or words. */
  | { kind: 'unreadable'; why: string };

/**
 * The text of a file that has a secret in it: its owner alone may change it, nobody but him and a group may read it. The
 * file that is opened is the one that is judged. Windows has no such modes: there its folder has to keep it.
 */
export async function readOwnFile(path: string, maxBytes: number): Promise<OwnFile> {
  try {
    const file = await open(path, constants.O_RDONLY);
    try {
      const { mode, size } = await file.stat();
      if (process.platform !== 'win32' && (mode & OPEN_TO_OTHERS) !== 0)
        return { kind: 'open-to-others', mode: (mode & 0o777).toString(8) };
      if (size > maxBytes) return { kind: 'unreadable', why: 'it is too long' };
      return { kind: 'read', text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: 'unreadable', why: code };
  }
}
