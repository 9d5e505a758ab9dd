import { closeSync, openSync, readSync } from 'node:fs';
import { openIfThere, READING } from './durableFile.ts';

/**
 * The text of a file that has `most` bytes at the most; null where there is none, where it is longer, or where it cannot be
 * read. For a file that may be done without: whatever lies in its place costs what it says, and no time and no memory.
 */
export async function readShortText(path: string, most: number): Promise<string | null> {
  try {
    const file = await openIfThere(path);
    if (file === null) return null;
    try {
      const bytes = Buffer.alloc(most + 1);
      let length = 0;
      for (let more = 1; more > 0 && length <= most; length += more)
        more = (await file.read(bytes, length, bytes.length - length)).bytesRead;
      return textOf(bytes, length, most);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** The same before the app is ready, when nothing can be waited for. */
export function readShortTextNow(path: string, most: number): string | null {
  try {
    const file = openSync(path, READING);
    try {
      const bytes = Buffer.alloc(most + 1);
      let length = 0;
      for (let more = 1; more > 0 && length <= most; length += more)
        more = readSync(file, bytes, length, bytes.length - length, null);
      return textOf(bytes, length, most);
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function textOf(bytes: Buffer, length: number, most: number): string | null {
  return length > most ? null : bytes.toString('utf8', 0, length);
}
