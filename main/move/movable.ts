import { BUILT_AT, believedDay } from '../../app/member/believedDay.ts';
import { movedCheck } from '../outbox/checkMoved.ts';
import { type MovedQueue, movedSchema } from '../outbox/movedQueue.ts';
import { type MovingRoles, packingQueue } from '../outbox/packQueue.ts';
import type { Breath } from './breathe.ts';

/** Two clocks that are right are no further apart, whatever zones they were set to (ms). */
const MOST_APART_MS = 24 * 60 * 60 * 1_000;

/** What a till knows of the time. */
export interface TimeHere extends Pick<MovingRoles, 'time'> {
  /** No right clock stands before it (ms since 1970); default: the day of the build. */
  builtAt?: number;
}

/**
 * The time that a file is held against (ms since 1970): the later one of here and of the till that wrote it, where
 * whoever turned fourteen in between was registered, and had agreed. A file that is dated further ahead than a clock
 * that is right can be says nothing of the time: whoever writes it writes its date as well.
 */
export function latestTime(
  { exportedAt }: Pick<MovedQueue, 'exportedAt'>,
  { time, builtAt = BUILT_AT }: TimeHere,
): number {
  const now = Math.max(time(), builtAt);
  return exportedAt - now > MOST_APART_MS ? now : Math.max(now, exportedAt);
}

/** Why some of it stays. */
export type Staying = Record<'unreadable' | 'underWay' | 'refused' | 'samePerson', number>;

/**
 * What goes into a file, and how many stay: what does not open, which is never sent; what no till would take out of the
 * file again, a call that nobody has answered yet, which may take effect at any moment and cannot be lent out, what waits
 * here because of a call that may still arrive, which no other till knows of, and whatever else there is of the same person as
 * one of these: nobody knows which till would send first.
 */
export function packMovable(outbox: PackedFromHere) {
  const steps = packing(outbox);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same only to be looked at: what is registered meanwhile may be in it or not. */
export async function foreseeMovable(outbox: PackedFromHere, breath: Breath) {
  const steps = packing(outbox);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breath();
  }
}

type PackedFromHere = Pick<
  MovingRoles,
  'saves' | 'contents' | 'permissions' | 'numbers' | 'lending' | 'behindLateCalls' | 'time'
>;

/** A step for each save. */
function* packing(outbox: PackedFromHere) {
  const packed = yield* packingQueue(outbox);
  const check = movedCheck(believedDay(latestTime(packed.queue, outbox)));
  const isBehindCall = outbox.behindLateCalls();
  const stayingPeople = new Set<string>();
  const stays: Staying = { unreadable: packed.unreadable, underWay: 0, refused: 0, samePerson: 0 };
  const movable: { place: number; person: string }[] = [];
  for (const [place, moved] of packed.queue.saves.entries()) {
    yield;
    const save = outbox.saves.find(packed.requestIds[place] ?? '');
    // As the queue knows who is one person, so that what waits for another here is sent in no other order from there.
    const person = save === undefined ? '' : outbox.saves.queue.personOf(save);
    const isTaken = movedSchema.safeParse(moved).success && check(moved) === null;
    const isUnderWay = save !== undefined && (save.state === 'sending' || isBehindCall(save));
    const why = isUnderWay ? 'underWay' : isTaken ? null : 'refused';
    if (why === null) movable.push({ place, person });
    else {
      stays[why] += 1;
      stayingPeople.add(person);
    }
  }
  // What stays may be the newer of two: the older would come behind it from the other till.
  const going = movable.filter(({ person }) => !stayingPeople.has(person));
  const places = going.map(({ place }) => place);
  stays.samePerson = movable.length - going.length;
  const at = <Item>(items: readonly Item[]) => places.flatMap((place) => items[place] ?? []);
  return {
    queue: { ...packed.queue, saves: at(packed.queue.saves) },
    requestIds: at(packed.requestIds),
    stays,
    staying: packed.unreadable + packed.requestIds.length - places.length,
  };
}
