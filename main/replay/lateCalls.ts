import type { Outcome } from '../../app/gateway/outcome.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** The gateway takes a timestamp for ten minutes on either side of its clock, and a call takes a while (ms). */
const MAY_ARRIVE_FOR_MS = 21 * 60_000;

/**
 * Calls that were given up without an answer: something on the way may still hand one on. What waits is sent again before
 * anything later of its person, and whatever of it comes behind that is known by its id. But what was closed meanwhile is sent
 * no more: it would come behind the newer data of its person.
 */
export class LateCalls {
  readonly #saves: Pick<Saves, 'find' | 'queue'>;
  /** When the last one of a save was given up (monotonic ms), by its id, the oldest first. */
  readonly #givenUpAt = new Map<string, number>();

  constructor(saves: Pick<Saves, 'find' | 'queue'>) {
    this.#saves = saves;
  }

  /** A call has ended; `now`: monotonic ms. */
  ended({ requestId }: Pick<Save, 'requestId'>, outcome: Outcome, now: number): void {
    // What is refused for what it says is so whenever it comes.
    if (outcome.class === 'rejected') this.#givenUpAt.delete(requestId);
    if (outcome.class !== 'unreachable' || !outcome.mayHaveArrived) return;
    this.#givenUpAt.delete(requestId);
    this.#givenUpAt.set(requestId, now);
  }

  /**
   * Which saves are to wait because of one that was closed, for many at one moment (monotonic ms), and the ms until one of them
   * need not any more; null where none is to.
   */
  waiting(now: number): { has: (save: Save) => boolean; endsIn: number | null } {
    const { queue } = this.#saves;
    /** The first one of each person. */
    const closed = new Map<string, Save>();
    let endsIn: number | null = null;
    for (const [requestId, at] of this.#givenUpAt) {
      const left = at + MAY_ARRIVE_FOR_MS - now;
      const save = left > 0 ? this.#saves.find(requestId) : undefined;
      if (save === undefined || save.state === 'accepted') this.#givenUpAt.delete(requestId);
      else if (save.state === 'discarded' && save.closedReason !== 'moved') {
        const person = queue.personOf(save);
        const first = closed.get(person) ?? save;
        closed.set(person, compareSaves(save, first) < 0 ? save : first);
        endsIn = Math.min(endsIn ?? left, left);
      }
    }
    const has = (save: Save) => {
      const first = closed.size === 0 ? undefined : closed.get(queue.personOf(save));
      return first !== undefined && compareSaves(first, save) < 0;
    };
    return { has, endsIn };
  }
}
