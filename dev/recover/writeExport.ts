import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { errorCode } from '../../main/files/durableFile.ts';
import { isDone } from '../../main/files/isDone.ts';
import { isNothingMade } from '../../main/move/nothingMade.ts';
import type { QueueFiles } from '../../main/move/queueFiles.ts';
import { lookAt } from '../../main/move/whoseFile.ts';
import type { RecoveryRecord } from '../../main/outbox/doubtRecovered.ts';
import { openQueue, sealQueue } from '../../main/outbox/movedFile.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import { removeRecoveryRecord, writeRecoveryRecord } from '../../main/recovered/recoveryRecord.ts';
import { type Failure, type FailureCode, failure } from './failure.ts';

/** A record that is to be left. */
export interface RecordToLeave extends RecoveryRecord {
  folder: string;
  /** What is there, and is there again where the export does not come to be; null where none is. */
  before: RecoveryRecord | null;
}

/** What leaving a record asks of the disk. All of it throws what the disk throws. */
export interface RecordFiles {
  write(folder: string, record: RecoveryRecord): Promise<void>;
  remove(folder: string): Promise<void>;
}

export const recordFiles: RecordFiles = {
  write: writeRecoveryRecord,
  remove: removeRecoveryRecord,
};

interface Writing {
  records: readonly RecordToLeave[];
  /** Whether a till of this PC has the folder open. Asked once the records are there: whoever starts later reads them. */
  isInUse: () => Promise<boolean>;
  files: QueueFiles;
  recordFiles: RecordFiles;
}

/**
 * Writes the export: beside its name, flushed, read back, and opened with the passphrase to what was put in; then the
 * records are left, and only then it gets its name, and is read back once more. Whatever fails before that leaves no file,
 * and takes back the records that were left for it; where a file may be left, they stay. `path`: free, and not in the data folder
 * when it was looked at; all of it happens in the folder of then (`inFolder`).
 */
export async function writeExport(
  { path, folderId: inFolder }: { path: string; folderId: string },
  queue: MovedQueue,
  passphrase: string,
  { records, isInUse, files, recordFiles: disk }: Writing,
): Promise<{ ok: true } | Failure> {
  const text = await sealQueue(queue, passphrase);
  const content = JSON.parse(JSON.stringify(queue));
  const readBack = (name: string) => files.read(name).catch(() => null);
  const opens = async (read: string | null) =>
    read !== null && isDeepStrictEqual(await openQueue(read, passphrase), { content });
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  let mayBeThere = true;
  let isWritten = false;
  const undo = async (code: FailureCode, says: string, names: string[], left: RecordToLeave[]) => {
    const removing = names.map((name) => files.remove(name, inFolder).catch(() => null));
    const removed = await Promise.all(removing);
    // What was written, and has none of its names any more, somebody has moved away.
    const isGone = !removed.includes(null) && (removed.includes(true) || !isWritten);
    // Where something is left of the file, somebody may import it.
    if (mayBeThere && !isGone) return leave(code, says);
    for (const { folder, before } of left)
      await isDone(before === null ? disk.remove(folder) : disk.write(folder, before));
    return failure(code, says);
  };
  const written = await codeOf(
    files.write(beside, text, inFolder).catch((error: unknown) => {
      mayBeThere = !isNothingMade(error);
      throw error;
    }),
  );
  if (written !== null)
    return undo('out-not-written', `--out cannot be written: ${written}.`, [beside], []);
  isWritten = true;
  if (!(await opens(await readBack(beside))))
    return undo('out-not-verified', NOT_VERIFIED, [beside], []);
  const left: RecordToLeave[] = [];
  for (const record of records) {
    const { folder, before, ...said } = record;
    const code = await codeOf(disk.write(folder, said));
    if (code !== null) return undo('mark-not-written', noRecord(code), [beside], left);
    left.push(record);
  }
  // One that was started while the passphrase was typed has not heard of them, and may send at any moment.
  if (await isInUse()) return undo('in-use', IN_USE, [beside], left);
  const named = await codeOf(files.name(beside, path, text, inFolder));
  if (named !== null) {
    const { whose } = await lookAt(path, text, files);
    const notWritten = `--out cannot be written: ${named}.`;
    if (named !== 'EEXIST') {
      if (whose === 'unknown') return leave('out-not-written', notWritten);
      const names = whose === 'ours' ? [beside, path] : [beside];
      return undo('out-not-written', notWritten, names, left);
    }
    if (whose === 'others') return undo('out-exists', EXISTS, [beside], left);
    const removed = await files.remove(beside, inFolder).catch(() => null);
    // The records stay: somebody may import it.
    if (whose !== 'ours') return failure('out-exists', MAY_BE_OURS);
    // A share may lose its answer to the naming, and say to the second asking that the name is taken: by this file. Where
    // what is beside it stays, that is a whole one as well, and nothing has flushed the name.
    if (removed === null) return undo('out-not-written', notWritten, [beside, path], left);
  }
  const { whose, read } = await lookAt(path, text, files);
  // What somebody else has put in its place is not removed for it: nobody knows where this one is.
  if (whose === 'others') return leave('out-not-verified', NOT_VERIFIED);
  if (read !== text) return undo('out-not-verified', NOT_VERIFIED, [path], left);
  return { ok: true };
}

export const EXISTS =
  'There is a file at --out already, and it is not replaced: give another name.';

export const IN_USE = 'A Tillside of this PC has the folder open: end it first.';

const MAY_BE_OURS =
  'What has the name of --out cannot be read, and may be this export: look at it before another is made.';

const NOT_VERIFIED = 'The export did not read back as it was written: give --out on another disk.';

function noRecord(code: string): string {
  return `The record of the recovery cannot be left in the folder (${code}). Of a copy, say so with --no-mark.`;
}

/** Where something of the file may be left: every record stays. */
function leave(code: FailureCode, says: string): Failure {
  return failure(code, `${says} Something of the file is left.`);
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
