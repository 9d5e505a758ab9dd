import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A virus scanner or a backup holds a file for moments; longer than this (ms, added up) is a real refusal. */
export const PATIENCE: readonly number[] = [10, 20, 50, 100, 200, 400, 800];

/** What Windows says of a file that somebody else has open: sharing violation, access denied, being deleted. */
const HELD: readonly string[] = ['EBUSY', 'EPERM', 'EACCES'];

/** Whether somebody else may have the file open: then it is worth another try. */
export function isHeld(error: unknown): boolean {
  return HELD.includes(errorCode(error));
}

/**
 * What is read is the file of that name and nothing that a link leads to, and a pipe in its place is not waited for:
 * every such wait would hold one of the few threads that all files share. Windows has no such flags.
 */
export const READING =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Waits so many ms. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * Calls, and calls again while somebody else holds the file. Rejects with the file system's own error: any
 * other one at once, this one when it has lasted for a second and a half.
 */
export async function patiently<Result>(
  call: () => Promise<Result>,
  pause: Pause = delay,
): Promise<Result> {
  for (const wait of PATIENCE) {
    try {
      return await call();
    } catch (error) {
      if (!isHeld(error)) throw error;
      await pause(wait);
    }
  }
  return call();
}

/** The whole content of a file, or null when there is no such file; patient with whoever holds it. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await patiently(() => readFile(path, { flag: READING }));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Several times what the longest of a till's small files has: the settings, sealed (bytes). */
export const MOST_SMALL_BYTES = 32 * 1024 * 1024;

/** The same of a file that has `most` bytes at the most; a longer one is not read, and rejects with `EFBIG`. */
export async function readShortIfThere(
  path: string,
  most = MOST_SMALL_BYTES,
): Promise<Buffer | null> {
  try {
    return await patiently(() => readShort(path, most));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** For what `readShortIfThere` rejects with where whoever asks has no use for a longer file: as if there were none. */
export function nullIfTooLong(error: unknown): null {
  if (errorCode(error) !== 'EFBIG') throw error;
  return null;
}

async function readShort(path: string, most: number): Promise<Buffer> {
  const file = await open(path, READING);
  try {
    const { size } = await file.stat();
    if (size > most) throw Object.assign(new Error(`longer than ${most}`), { code: 'EFBIG' });
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The beginning of a file, `most` bytes at the most, or null when there is no such file. */
export async function readStartIfThere(path: string, most: number): Promise<Buffer | null> {
  const file = await openIfThere(path);
  if (file === null) return null;
  try {
    return await readFrom(file, 0, most);
  } finally {
    await file.close();
  }
}

/** The end of a file, `most` bytes at the most, however long it is; null when there is no such file. */
export async function readEndIfThere(path: string, most: number): Promise<Buffer | null> {
  const file = await openIfThere(path);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    return await readFrom(file, Math.max(0, size - most), Math.min(size, most));
  } finally {
    await file.close();
  }
}

/** So many bytes of it, or as many as there are. */
async function readFrom(file: FileHandle, position: number, most: number): Promise<Buffer> {
  const bytes = Buffer.alloc(most);
  let length = 0;
  for (let more = 1; more > 0 && length < most; length += more)
    more = (await file.read(bytes, length, most - length, position + length)).bytesRead;
  return bytes.subarray(0, length);
}

/** A file to be read by pieces, or null when there is no such file: whoever asks closes it. */
export async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await patiently(() => open(path, READING));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Replaces a file so that a crash at any moment leaves the old or the new content: written beside
 * it, flushed, renamed, and the folder flushed. Throws the file system's own error.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    await writeFlushed(beside, [content]);
    await renamePatiently(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(path));
}

/**
 * Writes a whole new file, its parts one after the other, for this user alone, and flushes it to the disk. What has that
 * name already, a link as well, is `EEXIST` and stays what it is; of a file that cannot be written whole nothing is left.
 * `onMade`: hears when there is a file, empty as yet.
 */
export async function writeFlushed(
  path: string,
  parts: readonly (string | Uint8Array)[],
  onMade: () => void = () => undefined,
): Promise<void> {
  // Exclusive: it goes through no link, wherever that leads.
  const file = await open(path, 'wx', 0o600);
  onMade();
  try {
    for (const part of parts) await file.writeFile(part);
    await file.datasync();
  } catch (error) {
    await patiently(() => unlink(path)).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** Renames, and tries again while somebody else holds the file. */
export function renamePatiently(
  from: string,
  to: string,
  renameOnce: typeof rename = rename,
): Promise<void> {
  return patiently(() => renameOnce(from, to));
}

/** Patient with whoever holds it; durable when it resolves. Throws what the disk throws. */
export async function removeIfThere(path: string): Promise<void> {
  await patiently(() => unlink(path)).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  await flushFolder(dirname(path));
}

/** Makes names in a folder durable. Windows has no such call and needs none: NTFS journals names. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The `code` of a file system error (`ENOSPC`, …), or empty text. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
