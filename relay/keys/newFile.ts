import { type FileHandle, open, unlink } from 'node:fs/promises';

/** What the disk says: its own code (`EEXIST`: there is a file of that name, which stays as it is). */
export type NewFile = { ok: true } | { ok: false; code: string };

/**
 * Writes a file that is not there yet, which its owner alone may read (0600), flushed; or leaves none. A link at that name
 * is a file that is there.
 */
export async function writeNewFile(path: string, text: string): Promise<NewFile> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    return failed(error);
  }
  try {
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    return { ok: true };
  } catch (error) {
    await unlink(path).catch(() => undefined);
    return failed(error);
  }
}

function failed(error: unknown): NewFile {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return { ok: false, code };
}
