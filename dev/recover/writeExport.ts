import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { errorCode } from '../../main/files/durableFile.ts';
import { isDone } from '../../main/files/isDone.ts';
import type { QueueFiles } from '../../main/move/queueFiles.ts';
import type { RecoveryMark } from '../../main/outbox/doubtRecovered.ts';
import { openQueue, sealQueue } from '../../main/outbox/movedFile.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import { removeRecoveryMark, writeRecoveryMark } from '../../main/recovered/recoveryMark.ts';
import { type Failure, type FailureCode, failure } from './failure.ts';

/** A mark that is to be left. */
export interface MarkToLeave extends RecoveryMark {
  folder: string;
}

/** What leaving a mark asks of the disk. All of it throws what the disk throws. */
export interface MarkFiles {
  write(folder: string, mark: RecoveryMark): Promise<void>;
  remove(folder: string): Promise<void>;
}

export const markFiles: MarkFiles = { write: writeRecoveryMark, remove: removeRecoveryMark };

interface Writing {
  marks: readonly MarkToLeave[];
  files: QueueFiles;
  markFiles: MarkFiles;
}

/**
 * Writes the export: beside its name, flushed, read back, and opened with the passphrase to what was put in; then the
 * marks are left, and only then it gets its name, and is read back once more. Whatever fails before that leaves no file,
 * and removes the marks that were left for it. `path`: free, and not in the data folder.
 */
export async function writeExport(
  path: string,
  queue: MovedQueue,
  passphrase: string,
  { marks, files, markFiles: disk }: Writing,
): Promise<{ ok: true } | Failure> {
  const text = await sealQueue(queue, passphrase);
  const content = JSON.parse(JSON.stringify(queue));
  const readBack = (name: string) => files.read(name).catch(() => null);
  const opens = async (read: string | null) =>
    read !== null && isDeepStrictEqual(await openQueue(read, passphrase), { content });
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  const undo = async (code: FailureCode, says: string, names: string[], left: MarkToLeave[]) => {
    const removed = await Promise.all(names.map((name) => isDone(files.remove(name))));
    // Where something is left of the file, somebody may import it.
    if (removed.includes(false)) return failure(code, `${says} Something of the file is left.`);
    for (const { folder } of left) await isDone(disk.remove(folder));
    return failure(code, says);
  };
  const written = await codeOf(files.write(beside, text));
  if (written !== null)
    return undo('out-not-written', `--out cannot be written: ${written}.`, [beside], []);
  if (!(await opens(await readBack(beside))))
    return undo('out-not-verified', NOT_VERIFIED, [beside], []);
  const left: MarkToLeave[] = [];
  for (const mark of marks) {
    const { folder, ...said } = mark;
    const code = await codeOf(disk.write(folder, said));
    if (code !== null) return undo('mark-not-written', noMark(code), [beside], left);
    left.push(mark);
  }
  const named = await codeOf(files.name(beside, path));
  if (named === 'EEXIST') return undo('out-exists', EXISTS, [beside], left);
  if (named !== null)
    return undo('out-not-written', `--out cannot be written: ${named}.`, [beside, path], left);
  if ((await readBack(path)) !== text) return undo('out-not-verified', NOT_VERIFIED, [path], left);
  return { ok: true };
}

export const EXISTS =
  'There is a file at --out already, and it is not replaced: give another name.';

const NOT_VERIFIED = 'The export did not read back as it was written: give --out on another disk.';

function noMark(code: string): string {
  return `The mark cannot be left in the folder (${code}). Of a copy, say so with --no-mark.`;
}

/** The disk's own code, or null where it is done. Throws whatever is no refusal of the disk. */
async function codeOf(act: Promise<void>): Promise<string | null> {
  try {
    await act;
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return code;
  }
}
