import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, unlink } from 'node:fs/promises';

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

/** The same, and it has its name only when it is whole: nobody reads half of it, also where this is killed over it. */
export async function writeWholeNewFile(path: string, text: string): Promise<NewFile> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  const written = await writeNewFile(beside, text);
  if (!written.ok) return written;
  try {
    await link(beside, path);
    return { ok: true };
  } catch (error) {
    return failed(error);
  } finally {
    await unlink(beside);
  }
}

function failed(error: unknown): NewFile {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return { ok: false, code };
}
