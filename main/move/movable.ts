import { believedDay } from '../../app/member/believedDay.ts';
import { movedCheck } from '../outbox/checkMoved.ts';
import { type MovedQueue, movedSchema } from '../outbox/movedQueue.ts';
import { type MovingRoles, packQueue } from '../outbox/packQueue.ts';

/**
 * The time that a file is held against (ms since 1970): the later one of here and of the till that wrote it, where
 * whoever turned fourteen in between was registered, and had agreed.
 */
export function latestTime(
  { exportedAt }: Pick<MovedQueue, 'exportedAt'>,
  { time }: Pick<MovingRoles, 'time'>,
): number {
  return Math.max(time(), exportedAt);
}

/**
 * What goes into a file, and how many stay: what does not open, which is never sent; what no till would take out of the
 * file again, a call that nobody has answered yet, which may take effect at any moment and cannot be lent out, and
 * whatever stands behind one of these two for the same person: from another till it would be sent first.
 */
export function packMovable(outbox: Pick<MovingRoles, 'saves' | 'contents' | 'time'>) {
  const packed = packQueue(outbox);
  const check = movedCheck(believedDay(latestTime(packed.queue, outbox)));
  const stayingPeople = new Set<string>();
  const places = packed.queue.saves.flatMap((moved, place) => {
    const save = outbox.saves.find(packed.requestIds[place] ?? '');
    // As the queue knows who is one person, so that what waits for another here is not sent before it from there.
    const person = save === undefined ? '' : outbox.saves.queue.personOf(save);
    const isTaken = movedSchema.safeParse(moved).success && check(moved) === null;
    if (isTaken && !stayingPeople.has(person) && save?.state !== 'sending') return [place];
    stayingPeople.add(person);
    return [];
  });
  const at = <Item>(items: readonly Item[]) => places.flatMap((place) => items[place] ?? []);
  return {
    queue: { ...packed.queue, saves: at(packed.queue.saves) },
    requestIds: at(packed.requestIds),
    staying: packed.unreadable + packed.requestIds.length - places.length,
  };
}
