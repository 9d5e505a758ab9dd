import type { Outcome } from '../../app/gateway/outcome.ts';
import { isNotForwarded } from '../../app/gateway/relayAnswers.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** The gateway takes a timestamp for ten minutes on either side of its clock, and a call takes a while (ms). */
const MAY_ARRIVE_FOR_MS = 21 * 60_000;

/**
 * By so much (ms) a clock may be ahead without any save that shows it: by the whole of a time zone, and nothing of its own sent
 * since. It costs whoever comes again within a day of a doubt, and of a start, the same wait.
 */
const UNSEEN_AHEAD_MS = 24 * 60 * 60_000;

interface LateCall {
  /** When the last call of it ended, at the latest (monotonic ms). */
  at: number;
  /** Whose it is, also where it is erased: in memory alone, and until no call of it can arrive. */
  identityKeys: readonly string[];
}

/**
 * Calls that something on the way may still hand on. What waits is sent again before anything later of its person, and whatever
 * of it comes behind that is known by its id. But what was closed meanwhile, is held, or was erased is sent no more: it would come
 * behind whatever else is sent of its person.
 */
export class LateCalls {
  readonly #saves: Pick<Saves, 'find' | 'queue' | 'endings'>;
  /** By the id of each save. */
  readonly #late = new Map<string, LateCall>();
  /** Those of it that are sent no more, for as long as none ends and no call is late: not one look at all of them for each send. */
  #ended: { endings: number; requestIds: readonly string[] } | null = null;

  constructor(saves: Pick<Saves, 'find' | 'queue' | 'endings'>) {
    this.#saves = saves;
  }

  /**
   * What is in doubt at the start of the till may have been on its way when it ended, or was killed. `now`: monotonic ms;
   * `today`: the till's clock, ms since 1970, by which alone is known what had been closed, or held, for long.
   */
  recall(saves: Iterable<Save>, now: number, today: number): void {
    const all = [...saves];
    const before = today - all.reduce(furtherAhead, UNSEEN_AHEAD_MS) - MAY_ARRIVE_FOR_MS;
    for (const save of all) {
      const isLongAgo = save.settledAt !== null && save.settledAt < before;
      if (save.firstUnknownAt !== null && !isLongAgo) this.#isLate(save, now);
    }
  }

  /**
   * A save is on the disk, of which `before` was known until then. Where a file has brought it in doubt, a call of the till
   * that wrote that may be on its way; `now`: monotonic ms.
   */
  stored(save: Save, before: Save | undefined, now: number): void {
    const { imported, firstUnknownAt } = save;
    if (imported === null || imported.exportedAt === before?.imported?.exportedAt) return;
    // Only by the file itself it is in doubt since that was written.
    if ((firstUnknownAt ?? imported.exportedAt) < imported.exportedAt) this.#isLate(save, now);
  }

  /**
   * A call has ended. `mayBeSecond`: the network stack may have sent it twice, and the first one be on its way still; `now`:
   * monotonic ms.
   */
  ended(sending: Save, outcome: Outcome, mayBeSecond: boolean, now: number): void {
    const { requestId } = sending;
    // What is accepted is known by its id, and what is refused for what it says is so whenever it comes.
    if (outcome.class === 'accepted' || outcome.class === 'rejected') this.#late.delete(requestId);
    else if (mayBeSecond || isUnderWay(outcome)) this.#isLate(sending, now);
  }

  /**
   * Which saves are to wait because of one that is sent no more, for many at one moment (monotonic ms), and the ms until one of
   * them need not any more; null where none is to.
   */
  waiting(now: number): { has: (save: Save) => boolean; endsIn: number | null } {
    const { queue } = this.#saves;
    const people = new Set<string>();
    let endsIn: number | null = null;
    for (const requestId of this.#sentNoMore(now)) {
      const { at, identityKeys } = this.#late.get(requestId) ?? NEVER;
      const left = at + MAY_ARRIVE_FOR_MS - now;
      if (left <= 0) continue;
      const save = this.#saves.find(requestId);
      // Nothing says of the hashes of one that is erased that they are one person's.
      if (save === undefined) for (const key of identityKeys) people.add(queue.personOfKey(key));
      else people.add(queue.personOf(save));
      endsIn = Math.min(endsIn ?? left, left);
    }
    return { has: (save) => people.size > 0 && people.has(queue.personOf(save)), endsIn };
  }

  #isLate({ requestId, identityKeys }: Save, at: number): void {
    this.#late.set(requestId, { at, identityKeys });
    this.#ended = null;
  }

  #sentNoMore(now: number): readonly string[] {
    const { endings } = this.#saves;
    if (this.#ended?.endings === endings) return this.#ended.requestIds;
    for (const [requestId, { at }] of this.#late)
      if (at + MAY_ARRIVE_FOR_MS <= now) this.#late.delete(requestId);
    const requestIds = [...this.#late.keys()].filter((requestId) => {
      const save = this.#saves.find(requestId);
      return save === undefined || isSentNoMore(save);
    });
    this.#ended = { endings, requestIds };
    return requestIds;
  }
}

const NEVER: LateCall = { at: Number.NEGATIVE_INFINITY, identityKeys: [] };

/**
 * No answer has come, or one that says that another one like it was there before, or that of a gateway which waits no longer for
 * the service behind it: that may carry it out still.
 */
function isUnderWay(outcome: Outcome): boolean {
  if (outcome.class === 'unreachable') return outcome.mayHaveArrived;
  if (outcome.class === 'later') return !isNotForwarded(outcome);
  return outcome.class === 'clock' && outcome.replay;
}

/** Not from here, as long as nobody decides about it; what another till has is sent from there. */
function isSentNoMore({ state, closedReason }: Save): boolean {
  return state === 'held' || (state === 'discarded' && closedReason !== 'moved');
}

/**
 * By how much the till's clock was ahead of the gateway's at the least (ms), as far as any save shows: none is in doubt, or settled,
 * before it was made.
 */
function furtherAhead(known: number, save: Save): number {
  const { imported, createdAt, firstUnknownAt, settledAt } = save;
  if (imported !== null) return known;
  return Math.max(known, createdAt - (firstUnknownAt ?? settledAt ?? createdAt));
}
