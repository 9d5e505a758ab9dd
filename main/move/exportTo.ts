import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { MoveFailure } from '../../app/move/moveCalls.ts';
import { passphraseProblem } from '../../app/move/passphrase.ts';
import { errorCode } from '../files/durableFile.ts';
import { openQueue, sealQueue } from '../outbox/movedFile.ts';
import { packMovable } from './movable.ts';
import type { MoveParts, MoveResult } from './moveParts.ts';
import { failureOf, isUnanswered } from './noAnswer.ts';
import { isNothingMade } from './nothingMade.ts';
import type { QueueFiles } from './queueFiles.ts';
import { lookAt } from './whoseFile.ts';

/** A disk that has not answered yet may make the file at any time later: another till may have it. */
const UNANSWERED = { code: 'move.no-answer', isLeft: true } as const;

/** What is lent out has to be known here first, on the disk. */
const NOT_STORED = { code: 'move.not-stored', isLeft: false } as const;

/**
 * Moves everything that waits or is held into a new file. The copies here are closed only once the file has its name,
 * is on the disk, and opens with the passphrase to what was put in; whatever fails before that undoes what was begun.
 */
export async function exportTo(
  file: string,
  passphrase: string,
  { outbox, folder, files, record, owe, tell = () => undefined }: MoveParts,
): Promise<MoveResult> {
  const weakness = passphraseProblem(passphrase);
  if (weakness !== null) return { ok: false, code: weakness };
  tell({ stage: 'preparing', done: 0, total: 0 });
  const place = await files.place(file, folder).catch(failureOf('move.not-written'));
  if (!place.ok) return place;
  const { queue, requestIds, staying } = packMovable(outbox);
  if (requestIds.length === 0) return { ok: false, code: 'move.nothing' };
  const { lending } = outbox;
  const decisions = lending.decisionsAbout(requestIds);
  const decided = decisions();
  let end = () => {};
  const isAsPacked = async () => {
    // What is decided behind this look would be in no file: whoever wants to waits until the copies here are closed.
    end = lending.begin(requestIds);
    // What somebody has just decided is on its way to the disk, and in the book only then.
    await lending.decided(requestIds);
    const isSame = decisions() === decided;
    if (!isSame) end();
    return isSame;
  };
  const text = await sealQueue(queue, passphrase);
  // A line that says too much, if need be: never a file without one.
  if (!(await record('queue.exported', requestIds.length))) {
    return { ok: false, code: 'move.not-audited' };
  }
  const lent = await lending.lend(requestIds, queue.exportedAt);
  const content = JSON.parse(JSON.stringify(queue));
  const isQueue = async (read: string) =>
    isDeepStrictEqual(await openQueue(read, passphrase), { content });
  tell({ stage: 'writing', done: 0, total: 0 });
  try {
    const failure = lent.isStored
      ? await write(place, text, { isQueue, isAsPacked }, files)
      : NOT_STORED;
    if (failure !== null) {
      // Where something is left of the file, another till may have it.
      if (!failure.isLeft) await lending.undo(lent);
      await owe('queue.not-moved', requestIds.length);
      return { ok: false, code: failure.code };
    }
    // Only now: a crash before this line leaves the saves here, and an id is safe on two tills for a day.
    const saves = await lending.close(requestIds, (done) =>
      tell({ stage: 'closing', done, total: requestIds.length }),
    );
    const left = requestIds.length - saves + staying;
    return { ok: true, report: { direction: 'export', saves, left } };
  } finally {
    end();
  }
}

interface WriteChecks {
  /** Whether this opens to what was put in. */
  isQueue: (read: string) => Promise<boolean>;
  /** Whether nobody has decided about a save in it meanwhile: another till would go on without that. */
  isAsPacked: () => Promise<boolean>;
}

/** Why there is no whole file now, and whether something of it may be left; null where it is safe. */
async function write(
  { path, folderId }: { path: string; folderId: string },
  text: string,
  { isQueue, isAsPacked }: WriteChecks,
  files: QueueFiles,
): Promise<{ code: MoveFailure; isLeft: boolean } | null> {
  /** Null where something of it may be left there. */
  const removed = (name: string) => files.remove(name, folderId).catch(() => null);
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    await files.write(beside, text, folderId);
  } catch (error) {
    if (isUnanswered(error)) return UNANSWERED;
    const isGone = (await removed(beside)) !== null || isNothingMade(error);
    return { code: 'move.not-written', isLeft: !isGone };
  }
  try {
    await files.name(beside, path, text, folderId);
  } catch (error) {
    if (isUnanswered(error)) return UNANSWERED;
    const isTaken = errorCode(error) === 'EEXIST';
    const { whose } = await lookAt(path, text, files);
    const besideRemoved = await removed(beside);
    // A share may lose its answer to the naming, and say to the second asking that the name is taken: by this file. Where
    // what is beside it stays, that is a whole one as well, and nothing has flushed the name.
    if (!isTaken || whose !== 'ours' || besideRemoved === null) {
      const there = whose === 'ours' ? [besideRemoved, await removed(path)] : [besideRemoved];
      const mayBeOurs = whose === 'unknown' || (isTaken && whose === 'nobodys');
      // What was looked at last was there: where it has that name no more, somebody else has it.
      const isGone = there.at(-1) === true && !there.includes(null) && !mayBeOurs;
      const code = isTaken && whose !== 'ours' ? 'move.exists' : 'move.not-written';
      return { code, isLeft: !isGone };
    }
  }
  const { whose, read } = await lookAt(path, text, files);
  const isSafe = read !== null && (await isQueue(read).catch(() => false));
  if (isSafe && (await isAsPacked())) return null;
  const code = isSafe ? 'move.decided-meanwhile' : 'move.not-verified';
  // What somebody else has put in its place is not removed for it: nobody knows where ours is.
  const isGone = whose !== 'others' && (await removed(path)) === true;
  return { code, isLeft: !isGone };
}
