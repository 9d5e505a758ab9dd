import type { Outcome } from '../../app/gateway/outcome.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** The gateway takes a timestamp for ten minutes on either side of its clock, and a call takes a while (ms). */
const MAY_ARRIVE_FOR_MS = 21 * 60_000;

/** Whose a save was, and where it stood: so much stays of one that is erased, in memory and until no call of it can arrive. */
type Place = Pick<Save, 'requestId' | 'identityKeys' | 'sequence' | 'imported'>;

interface LateCall {
  place: Place;
  /** When the last call of it was given up, at the latest (monotonic ms). */
  givenUpAt: number;
}

/**
 * Calls that were given up without an answer: something on the way may still hand one on. What waits is sent again before
 * anything later of its person, and whatever of it comes behind that is known by its id. But what was closed meanwhile, is held, or
 * was erased is sent no more: it would come behind the newer data of its person.
 */
export class LateCalls {
  readonly #saves: Pick<Saves, 'find' | 'queue'>;
  /** By the id of each save, the oldest first. */
  readonly #calls = new Map<string, LateCall>();

  constructor(saves: Pick<Saves, 'find' | 'queue'>) {
    this.#saves = saves;
  }

  /**
   * What is in doubt at the start of the till may have been on its way when it ended, or was killed. `now`: monotonic ms;
   * `today`: ms since 1970, by which alone is known what had been closed, or held, for long.
   */
  recall(saves: Iterable<Save>, now: number, today: number): void {
    for (const save of saves) {
      const { settledAt } = save;
      const isLongAgo = settledAt !== null && settledAt < today - MAY_ARRIVE_FOR_MS;
      if (save.firstUnknownAt !== null && !isLongAgo) this.#giveUp(save, now);
    }
  }

  /** A call has ended; `now`: monotonic ms. */
  ended(sending: Save, outcome: Outcome, now: number): void {
    // What is refused for what it says is so whenever it comes.
    if (outcome.class === 'rejected') this.#calls.delete(sending.requestId);
    if (outcome.class === 'unreachable' && outcome.mayHaveArrived) this.#giveUp(sending, now);
  }

  /**
   * Which saves are to wait because of one that is sent no more, for many at one moment (monotonic ms), and the ms until one of
   * them need not any more; null where none is to.
   */
  waiting(now: number): { has: (save: Save) => boolean; endsIn: number | null } {
    const { queue } = this.#saves;
    /** The first one of each person. */
    const ended = new Map<string, Place>();
    let endsIn: number | null = null;
    for (const [requestId, { place, givenUpAt }] of this.#calls) {
      const left = givenUpAt + MAY_ARRIVE_FOR_MS - now;
      const save = this.#saves.find(requestId);
      if (left <= 0 || save?.state === 'accepted') this.#calls.delete(requestId);
      else if (save === undefined || isSentNoMore(save)) {
        // Nothing says of the hashes of one that is erased that they are one person's.
        const people =
          save === undefined
            ? place.identityKeys.map((key) => queue.personOfKey(key))
            : [queue.personOf(save)];
        for (const person of people) {
          const first = ended.get(person) ?? place;
          ended.set(person, compareSaves(place, first) < 0 ? place : first);
        }
        endsIn = Math.min(endsIn ?? left, left);
      }
    }
    const has = (save: Save) => {
      const first = ended.size === 0 ? undefined : ended.get(queue.personOf(save));
      return first !== undefined && compareSaves(first, save) < 0;
    };
    return { has, endsIn };
  }

  #giveUp({ requestId, identityKeys, sequence, imported }: Save, now: number): void {
    const place = { requestId, identityKeys, sequence, imported };
    this.#calls.delete(requestId);
    this.#calls.set(requestId, { place, givenUpAt: now });
  }
}

/** Not from here, as long as nobody decides about it; what another till has is sent from there. */
function isSentNoMore({ state, closedReason }: Save): boolean {
  return state === 'held' || (state === 'discarded' && closedReason !== 'moved');
}
