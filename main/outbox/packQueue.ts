import { asDateInFile } from '../../app/outbox/dates.ts';
import { asLongAgo, passedBefore } from '../../app/outbox/doubt.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import { joinedByAccepted } from '../../app/outbox/joinedByAccepted.ts';
import { madeAt } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { toldApart } from '../../app/outbox/toldApart.ts';
import type { Lending } from './lending.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import type { Outbox } from './openOutbox.ts';
import type { Permissions } from './permissions.ts';
import type { SaveContents } from './saveContents.ts';
import type { SequenceNumbers } from './sequenceNumbers.ts';

/** What is to go into a file. */
export interface Packed {
  queue: MovedQueue;
  /** The ids in it, for `Lending`. */
  requestIds: string[];
  /** Saves whose body does not open: they stay where they are. */
  unreadable: number;
}

/** What a queue is packed from. */
export interface PackedFrom {
  saves: Pick<Saves, 'unfinished' | 'originalOf' | 'ofPerson' | 'isBelieved'> & {
    queue: Pick<Saves['queue'], 'personOf'>;
  };
  contents: Pick<SaveContents, 'openBody' | 'openWords'>;
  permissions: Pick<Permissions, 'passed'>;
  numbers: Pick<SequenceNumbers, 'misdated'>;
  lending: Pick<Lending, 'asOnDisk'>;
  /** The gateway's clock as far as it is known (ms since 1970). */
  time: () => number;
}

/** What moves a queue. */
export type MovingRoles = Pick<
  Outbox,
  | 'saves'
  | 'contents'
  | 'intake'
  | 'numbers'
  | 'passedHere'
  | 'permissions'
  | 'lending'
  | 'behindLateCalls'
  | 'time'
>;

/** Everything that waits or is held, as it goes into a file. */
export function packQueue(from: PackedFrom): Packed {
  const steps = packingQueue(from);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with a step for each save, for whoever has to give way in between. */
export function* packingQueue({
  saves: here,
  contents,
  permissions,
  numbers,
  lending,
  time,
}: PackedFrom): Generator<undefined, Packed> {
  const exportedAt = asDateInFile(time());
  const saves: Moved[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  const requestIds: string[] = [];
  let unreadable = 0;
  const isPassed = permissions.passed();
  const isMisdated = numbers.misdated();
  const going: { save: Save; body: string; own: number }[] = [];
  for (const save of here.unfinished()) {
    yield;
    const body = contents.openBody(save);
    if (body === null) unreadable += 1;
    else going.push({ save, body, own: hashesOf(body) });
  }
  const told = going.map(({ save, own }) => save.identityKeys.slice(0, own));
  const isJoined = joinedByAccepted(here, told);
  const apart = toldApart(going, (save) => here.queue.personOf(save));
  for (const { save, body, own } of going) {
    yield;
    // Nothing makes it younger that it goes into another file.
    const known = asLongAgo(lending.asOnDisk(save), exportedAt);
    // What has passed it stays here, or goes another way: the other till would let it go, or ask nobody but the cashier.
    const isUnsafe =
      (save.state === 'held' && isPassed(save)) ||
      isJoined(save, own) ||
      // It would not wait there for the one in front of it.
      apart.has(save.requestId) ||
      // It would find its place there by a wrong date, in front of what is older or behind what is newer.
      isMisdated(save);
    const told = isUnsafe ? passedBefore(known, exportedAt) : known;
    const { attempts, undecided } = told;
    const createdAt = asDateInFile(told.createdAt);
    const firstUnknownAt = told.firstUnknownAt && asDateInFile(told.firstUnknownAt);
    // A till of before knows no busy platform, and would take the whole file for none.
    const heldReason = save.heldReason === 'busy' ? 'stale' : save.heldReason;
    const lastOutcome = saidOf(contents, save);
    // One that was being sent may have arrived; the id makes sending it again safe.
    const state = save.state === 'held' ? 'held' : 'pending';
    // Their order is told, whatever the clock was: what stands behind was not made before, and a correction was made
    // after what it corrects, also where that has gone another way.
    const original = here.originalOf(save);
    const first = original === undefined ? Number.NEGATIVE_INFINITY : madeAt(original) + 1;
    // A file of before may have dated something here further than any file can: it keeps nothing behind it from leaving.
    latest = asDateInFile(Math.max(latest, madeAt(save), first));
    saves.push({
      body,
      operatorId: save.operatorId,
      app: save.app,
      correctionOf: save.correctionOf,
      consent: save.consent,
      madeAt: latest,
      history: { createdAt, state, attempts, undecided, firstUnknownAt, heldReason, lastOutcome },
    });
    requestIds.push(save.requestId);
  }
  return { queue: { exportedAt, saves }, requestIds, unreadable };
}

/** How many hashes a body makes: of one that is no form's, which no till takes out of a file, none. */
function hashesOf(body: string): number {
  try {
    const { origin, member } = readBody(body);
    return identityTexts(origin.brandId, member).length;
  } catch {
    return 0;
  }
}

/** The last answer to a save, with the gateway's own words. */
function saidOf(contents: PackedFrom['contents'], save: Save): Moved['history']['lastOutcome'] {
  if (save.lastOutcome === null) return null;
  const { class: kind, code, subCode } = save.lastOutcome;
  const { text, traceId } = contents.openWords(save) ?? { text: '', traceId: '' };
  return { class: kind, code, subCode, text, traceId };
}
