import { constants, type Stats } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, patiently, renamePatiently } from '../files/durableFile.ts';
import { inHeldFolder } from '../files/heldFolder.ts';
import { leadsStraight } from '../files/leadsStraight.ts';
import { MOST_READ } from './witnessText.ts';

/** What another process is asked for the second place, whose disk may answer nothing for hours. */
export type WitnessQuestion = { question: 'witness'; folder: string; name: string } & (
  | { call: 'read' }
  | { call: 'write'; text: string }
);

/** `text`: of `read`; null where there is no such file. `code`: the file system's own, or why it is none to be used. */
export type WitnessAnswer = { ok: true; text: string | null } | { ok: false; code: string };

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * What that process does. Nothing is read or written through a link, wherever on the way it stands, and nothing is written
 * into a file that is there: it is replaced as a whole. Patient with whoever holds one of them for a moment.
 */
export async function answerWitness(asked: WitnessQuestion): Promise<WitnessAnswer> {
  try {
    return await inHeldFolder(asked.folder, async (held) => {
      if (!(await leadsStraight(asked.folder, held))) return { ok: false, code: 'NO_FOLDER' };
      const path = join(held.at, asked.name);
      const text = asked.call === 'read' ? await read(path) : await replace(path, asked.text);
      return { ok: true, text };
    });
  } catch (error) {
    return { ok: false, code: errorCode(error) || String(error) };
  }
}

async function read(path: string): Promise<string | null> {
  const file = await patiently(() => open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)).catch(
    nullIfMissing,
  );
  if (file === null) return null;
  try {
    const stats: Stats = await file.stat();
    if (!stats.isFile()) throw Object.assign(new Error('no file'), { code: 'NO_FILE' });
    const bytes = Buffer.alloc(MOST_READ);
    const { bytesRead } = await file.read(bytes, 0, MOST_READ, 0);
    return bytes.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** One name for what is not whole yet: a process that is killed leaves one such file and no more. */
async function replace(path: string, text: string): Promise<null> {
  const beside = `${path}.new`;
  await patiently(() => unlink(beside)).catch(nullIfMissing);
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await renamePatiently(beside, path);
  return null;
}

function nullIfMissing(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}
