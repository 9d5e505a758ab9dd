import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isNothingMade } from '../../main/move/nothingMade.ts';
import type { QueueFiles } from '../../main/move/queueFiles.ts';
import { lookAt } from '../../main/move/whoseFile.ts';
import { openQueue, sealQueue } from '../../main/outbox/movedFile.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import { type Failure, type FailureCode, failure } from './failure.ts';
import {
  codeOf,
  leaveRecords,
  type RecordFiles,
  type RecordToLeave,
  takeBackRecords,
} from './leaveRecords.ts';

interface Writing {
  records: readonly RecordToLeave[];
  /** Whether a till of this PC has the folder open. Asked once the records are there: whoever starts later reads them. */
  isInUse: () => Promise<boolean>;
  files: QueueFiles;
  recordFiles: RecordFiles;
}

/**
 * Leaves the records, and writes the export only then: beside its name, flushed, read back, and opened with the passphrase to
 * what was put in; then it gets its name, and is read back once more. At no moment is there a whole file of which the
 * folder does not know, whatever the disk of it refuses from then on. The records are taken back where it is proven that no
 * file was made, or nothing is left of it. `path`: free, and not in the data folder
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
  /** No file is there: the records say too much. */
  const takeBack = async (code: FailureCode, says: string) =>
    failure(code, saying(says, await takeBackRecords(records, disk)));
  /** `names`: what may be there; what the last of them names was. */
  const undo = async (code: FailureCode, says: string, names: readonly string[]) => {
    const removing = names.map((name) => files.remove(name, inFolder).catch(() => null));
    const removed = await Promise.all(removing);
    // What has its name no more somebody has moved away, and may import it.
    const isGone = !removed.includes(null) && removed.at(-1) === true;
    return isGone ? takeBack(code, says) : leave(code, says);
  };
  const refusal = await leaveRecords(records, disk);
  if (refusal !== null)
    return failure('mark-not-written', saying(noRecord(refusal.code), refusal.isBack));
  // One that was started while the passphrase was typed has not heard of them, and may send at any moment.
  if (await isInUse()) return takeBack('in-use', IN_USE);
  let mayBeThere = true;
  const written = await codeOf(
    files.write(beside, text, inFolder).catch((error: unknown) => {
      mayBeThere = !isNothingMade(error);
      throw error;
    }),
  );
  if (written !== null) {
    const says = `--out cannot be written: ${written}.`;
    // Whoever could not write it whole has removed it, as a rule: it need not be there.
    const removed = await files.remove(beside, inFolder).catch(() => null);
    const isLeft = mayBeThere && removed === null;
    return isLeft ? leave('out-not-written', says) : takeBack('out-not-written', says);
  }
  if (!(await opens(await readBack(beside))))
    return undo('out-not-verified', NOT_VERIFIED, [beside]);
  const named = await codeOf(files.name(beside, path, text, inFolder));
  if (named !== null) {
    const { whose } = await lookAt(path, text, files);
    const notWritten = `--out cannot be written: ${named}.`;
    if (named !== 'EEXIST') {
      if (whose === 'unknown') return leave('out-not-written', notWritten);
      const names = whose === 'ours' ? [beside, path] : [beside];
      return undo('out-not-written', notWritten, names);
    }
    if (whose === 'others') return undo('out-exists', EXISTS, [beside]);
    const removed = await files.remove(beside, inFolder).catch(() => null);
    // The records stay: somebody may import it.
    if (whose !== 'ours') return failure('out-exists', MAY_BE_OURS);
    // A share may lose its answer to the naming, and say to the second asking that the name is taken: by this file. Where
    // what is beside it stays, that is a whole one as well, and nothing has flushed the name.
    if (removed === null) return undo('out-not-written', notWritten, [beside, path]);
  }
  const { whose, read } = await lookAt(path, text, files);
  // What somebody else has put in its place is not removed for it: nobody knows where this one is.
  if (whose === 'others') return leave('out-not-verified', NOT_VERIFIED);
  if (read !== text) return undo('out-not-verified', NOT_VERIFIED, [path]);
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

/** `isBack`: no record says more than there is. */
function saying(says: string, isBack: boolean): string {
  return isBack ? says : `${says} The record of it cannot be taken back, and stays in the folder.`;
}

/** Where something of the file may be left: every record stays. */
function leave(code: FailureCode, says: string): Failure {
  return failure(code, `${says} Something of the file is left.`);
}
