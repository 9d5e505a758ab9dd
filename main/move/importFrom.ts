import { subtle } from 'node:crypto';
import { BUILT_AT, believedDay } from '../../app/member/believedDay.ts';
import type { ImportForeseen } from '../../app/move/foreseen.ts';
import type { MoveFailure } from '../../app/move/moveCalls.ts';
import type { Home } from '../../app/outbox/home.ts';
import { movedCheck, type QueueProblem, queueProblem } from '../outbox/checkMoved.ts';
import { foreseeQueue } from '../outbox/foreseeQueue.ts';
import { openQueue } from '../outbox/movedFile.ts';
import { type MovedQueue, readQueue } from '../outbox/movedQueue.ts';
import type { MovingRoles } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import { type Breath, breathe } from './breathe.ts';
import { latestTime, type TimeHere } from './movable.ts';
import type { MoveParts, MoveResult } from './moveParts.ts';
import { failureOf } from './noAnswer.ts';

/** Takes over everything that a file holds, or nothing of it where one save in it is none that a till has made. */
export async function importFrom(
  file: string,
  passphrase: string,
  { outbox, files, log, record, owe, seen, tell = () => undefined }: MoveParts,
): Promise<MoveResult> {
  tell({ stage: 'reading', done: 0, total: 0 });
  const read = await files.read(file).catch(failureOf('move.unreadable'));
  if (typeof read !== 'string') return read;
  if (seen !== undefined && seen !== (await printOf(read)))
    return { ok: false, code: 'move.changed' };
  const opened = await openChecked(read, passphrase, outbox);
  if (!opened.ok) {
    log.warn('queue refused', { code: opened.code, ...opened.detail });
    return { ok: false, code: opened.code };
  }
  const { queue } = opened;
  if (!(await record('queue.imported', queue.saves.length))) {
    return { ok: false, code: 'move.not-audited' };
  }
  const result = await takeOverQueue(outbox, queue, breathe(), (done) =>
    tell({ stage: 'taking', done, total: queue.saves.length }),
  );
  if (!result.ok) {
    // What was stored before that stays, and will be sent.
    await owe('queue.not-moved', queue.saves.length - result.taken);
    return { ok: false, code: `move.${result.code}` };
  }
  const { taken, alreadyHere, late, exportedAt } = result;
  return { ok: true, report: { direction: 'import', taken, alreadyHere, late, exportedAt } };
}

/** What taking over a file would do as things are now, and of which content (`seen`); nothing is stored. */
export async function foreseeImport(
  file: string,
  passphrase: string,
  { outbox, files, home }: Pick<MoveParts, 'outbox' | 'files'> & { home: Home | null },
): Promise<
  { ok: true; foreseen: ImportForeseen; seen: string } | { ok: false; code: MoveFailure }
> {
  const read = await files.read(file).catch(failureOf('move.unreadable'));
  if (typeof read !== 'string') return read;
  const opened = await openChecked(read, passphrase, outbox);
  if (!opened.ok) return { ok: false, code: opened.code };
  const foreseen = await foreseeQueue(outbox, opened.queue, home, breathe());
  return { ok: true, foreseen, seen: await printOf(read) };
}

/** What tells this content from every other. */
async function printOf(text: string): Promise<string> {
  return Buffer.from(await subtle.digest('SHA-256', Buffer.from(text))).toString('base64');
}

/** What a file is compared with. */
type Comparing = Pick<MovingRoles, 'saves' | 'contents'> & TimeHere;

type Opened =
  | { ok: true; queue: MovedQueue }
  | { ok: false; code: MoveFailure; detail: { place?: number; problem?: string } };

/** The queue in a file, once every save in it has passed; nothing is stored. */
export async function openChecked(
  text: string,
  passphrase: string,
  outbox: Comparing,
): Promise<Opened> {
  const opened = await openQueue(text, passphrase);
  if (typeof opened === 'string') return { ok: false, code: `move.${opened}`, detail: {} };
  return checked(opened.content, outbox, breathe());
}

/** What came out of a file, if it is what a till has put in. */
export async function checked(
  content: unknown,
  { saves: known, contents, time, builtAt = BUILT_AT }: Comparing,
  breath?: Breath,
): Promise<Opened> {
  const queue = await readQueue(content, breath);
  if (queue === null) return { ok: false, code: 'move.bad-save', detail: {} };
  const isOther = (requestId: string, body: string) => {
    const save = known.find(requestId);
    return save !== undefined && contents.isOtherBody(save, body);
  };
  const latest = latestTime(queue, { time, builtAt });
  const check = movedCheck(believedDay(latest));
  const detail = await queueProblem(queue, { check, isOther, breath });
  if (detail !== null) {
    const code = isOfClock(queue, detail) ? 'move.clock' : 'move.bad-save';
    return { ok: false, code, detail };
  }
  // A clock that is surely wrong dates nothing anew: the file is taken once that is set.
  const isAhead = queue.exportedAt > latest && time() < builtAt;
  if (isAhead && queue.saves.some(({ consent }) => (consent?.at ?? 0) > latest))
    return { ok: false, code: 'move.clock', detail: {} };
  // As in the form: nobody agrees in the future.
  const saves = queue.saves.map((save) => {
    const { consent } = save;
    return { ...save, consent: consent && { ...consent, at: Math.min(consent.at, latest) } };
  });
  return { ok: true, queue: { ...queue, saves } };
}

/** Whether it is only too young for the clock of here, and old enough by the date of the file: one of the two is wrong. */
function isOfClock({ exportedAt, saves }: MovedQueue, { place, problem }: QueueProblem): boolean {
  const save = saves[place - 1];
  return (
    problem === 'member' && save !== undefined && movedCheck(believedDay(exportedAt))(save) === null
  );
}
