import type { WaitingSaves } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';

export interface Choice {
  /** What may be sent now, in this order. */
  ready: Save[];
  /** Ms until the next save that only waits for its time is due, or null when there is none. */
  nextDueIn: number | null;
}

/** How many saves may be sent now: at all, and of the backlog among them. */
export interface Capacity {
  all: number;
  backlog: number;
}

/**
 * What goes next: saves made at the counter just now (`fresh`, sequences) before the backlog, the
 * backlog oldest first, nobody before an earlier unfinished save of the same person, nobody before
 * the due time. `dueIn` gives the ms that a save still has to wait (0: due). An earlier save of a person
 * whose newest one stands at the counter is sent in its place, as if it were fresh.
 */
export function chooseNext(
  queue: WaitingSaves,
  fresh: Iterable<number>,
  dueIn: (save: Save) => number,
  capacity: Capacity,
): Choice {
  const ready: Save[] = [];
  let nextDueIn: number | null = null;
  const consider = (save: Save) => {
    if (save.state !== 'pending' || ready.includes(save) || queue.isBlocked(save)) return;
    const wait = dueIn(save);
    if (wait <= 0) ready.push(save);
    else nextDueIn = Math.min(nextDueIn ?? wait, wait);
  };
  for (const sequence of fresh) {
    const save = queue.get(sequence);
    if (save && ready.length < capacity.all) consider(queue.firstOf(save));
  }
  const most = Math.min(capacity.all, ready.length + capacity.backlog);
  for (const save of queue.values()) {
    if (ready.length >= most) break;
    consider(save);
  }
  return { ready, nextDueIn };
}
