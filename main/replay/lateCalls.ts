import type { Outcome } from '../../app/gateway/outcome.ts';
import type { OfPerson } from '../../app/outbox/personQueue.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** The gateway takes a timestamp for ten minutes on either side of its clock, and a call takes a while (ms). */
const MAY_ARRIVE_FOR_MS = 21 * 60_000;

/**
 * Calls that something on the way may still hand on. What waits is sent again before anything later of its person, and whatever
 * of it comes behind that is known by its id. But what was closed meanwhile, or erased, is sent no more: it would come behind
 * whatever else is sent of its person.
 */
export class LateCalls {
  readonly #saves: Pick<Saves, 'find' | 'queue'>;
  /** When the last one of a save ended (monotonic ms), and whose it is, by its id. */
  readonly #late = new Map<string, { at: number; of: OfPerson }>();

  constructor(saves: Pick<Saves, 'find' | 'queue'>) {
    this.#saves = saves;
  }

  /**
   * A call has ended. `mayBeSecond`: the network stack may have sent it twice, and the first one be on its way still; `now`:
   * monotonic ms.
   */
  ended(
    { requestId, sequence, identityKeys }: OfPerson,
    outcome: Outcome,
    mayBeSecond: boolean,
    now: number,
  ): void {
    // What is accepted is known by its id, and what is refused for what it says is so whenever it comes.
    if (outcome.class === 'accepted' || outcome.class === 'rejected') this.#late.delete(requestId);
    else if (mayBeSecond || isUnderWay(outcome)) {
      this.#late.set(requestId, { at: now, of: { requestId, sequence, identityKeys } });
    }
  }

  /**
   * Which saves are to wait because of one that was closed or erased, for many at one moment (monotonic ms), and the ms until
   * one of them need not any more; null where none is to.
   */
  waiting(now: number): { has: (save: Save) => boolean; endsIn: number | null } {
    const { queue } = this.#saves;
    const people = new Set<string>();
    let endsIn: number | null = null;
    for (const [requestId, { at, of }] of this.#late) {
      const left = at + MAY_ARRIVE_FOR_MS - now;
      const save = this.#saves.find(requestId);
      if (left <= 0) this.#late.delete(requestId);
      else if (save === undefined || isClosed(save)) {
        people.add(queue.personOf(save ?? of));
        endsIn = Math.min(endsIn ?? left, left);
      }
    }
    return { has: (save) => people.size > 0 && people.has(queue.personOf(save)), endsIn };
  }
}

/** No answer has come, or one that says that another one like it was there before. */
function isUnderWay(outcome: Outcome): boolean {
  if (outcome.class === 'unreachable') return outcome.mayHaveArrived;
  return outcome.class === 'clock' && outcome.replay;
}

/** What another till has is sent from there. */
function isClosed({ state, closedReason }: Save): boolean {
  return state === 'discarded' && closedReason !== 'moved';
}
