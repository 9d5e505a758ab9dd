import { type FileHandle, link, open, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { besideOf, removeCopiesBeside } from './copiesBeside.ts';

/** A scanner has what was just written open for a moment: tried again after so long (ms). */
const PATIENCE = [10, 40, 150, 500];

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

/**
 * The same, and it has its name only when it is whole: nobody reads half of it, also where this is killed over it. What stays
 * beside it then, or where somebody holds that, is taken away by `removeCopiesBeside`, at the latest at the relay's next start. `remove`
 * and `pause` are the disk's and the clock's.
 */
export async function writeWholeNewFile(
  path: string,
  text: string,
  remove: (path: string) => Promise<void> = unlink,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<NewFile> {
  const beside = besideOf(path);
  const written = await writeNewFile(beside, text);
  if (!written.ok) return written;
  try {
    await link(beside, path);
    return { ok: true };
  } catch (error) {
    await removeCopiesBeside(path);
    return failed(error);
  } finally {
    await removePatiently(() => remove(beside), pause);
  }
}

/** Whether that can be done or not: the file that it was for has its name, or has it not. */
async function removePatiently(
  remove: () => Promise<void>,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<void> {
  for (const wait of PATIENCE) {
    const isGone = await remove().then(
      () => true,
      ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
    );
    if (isGone) return;
    await pause(wait);
  }
  await remove().catch(() => undefined);
}

function failed(error: unknown): NewFile {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return { ok: false, code };
}
