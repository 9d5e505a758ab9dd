import type { Outcome } from '../../app/gateway/outcome.ts';
import { isNotForwarded } from '../../app/gateway/relayAnswers.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { type Clocks, GoodFor, type Signing } from './goodFor.ts';

/** The gateway takes a timestamp for ten minutes on either side of its clock, and a call takes a while (ms). */
const MAY_ARRIVE_FOR_MS = 21 * 60_000;

/**
 * By so much (ms) a clock may be ahead without any save that shows it: by the whole of a time zone, and nothing of its own sent
 * since. It costs whoever comes again within a day of a doubt, and of a start, the same wait.
 */
const UNSEEN_AHEAD_MS = 24 * 60 * 60_000;

/** Nothing on the way keeps a call for longer than this, whatever it was signed with (ms). */
const KEPT_FOR_MS = 24 * 60 * 60_000;

interface LateCall {
  requestId: string;
  /** The app that it was signed for: another one's gateway does not know its id. */
  app: string | null;
  /** When the last call of it ended, at the latest (monotonic ms). */
  at: number;
  /** The one that was signed with the latest time, or null where nobody knows. */
  signed: Signing | null;
  /** What those before it were signed with is good until then, as far as was known as it ended (monotonic ms). */
  goodUntil: number;
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
  /** By the id of each save and the app. */
  readonly #late = new Map<string, LateCall>();
  readonly #goodFor = new GoodFor();
  /** Those of it that are sent no more, for as long as none ends and no call is late: not one look at all of them for each send. */
  #ended: { endings: number; calls: readonly LateCall[] } | null = null;

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
      if (save.firstUnknownAt !== null && !isLongAgo) this.#isLate(save, now, null);
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
    if ((firstUnknownAt ?? imported.exportedAt) < imported.exportedAt)
      this.#isLate(save, now, null);
  }

  /**
   * It is heard, of a store that has gone backwards or that others had as well, that a call of it has left of which this run does
   * not know; `now`: monotonic ms.
   */
  doubted(save: Save, now: number): void {
    this.#isLate(save, now, null);
  }

  /**
   * A call has ended that was signed with `signedAt`, when the till's own clock said `ownAt` (ms since 1970). `mayBeSecond`: the
   * network stack may have sent it twice, and the first one be on its way still; `clocks`: now.
   */
  ended(
    sending: Save,
    outcome: Outcome,
    { mayBeSecond, signedAt, ownAt }: { mayBeSecond: boolean } & Omit<Signing, 'endedAt'>,
    clocks: Clocks,
  ): void {
    this.#goodFor.see(clocks);
    const endedAt = clocks.monotonic;
    // It is known by its id.
    if (outcome.class === 'accepted') this.#late.delete(keyOf(sending));
    // A refusal is that of one call, and of another like it: a node that refuses everybody, or what has damaged this one on the way,
    // says nothing of one that is late: it takes none of them away. Nor does anybody wait for the first of two whose second
    // was refused: each call of a backlog may be one, and every correction would wait (`docs/outbox.md`).
    else if (outcome.class === 'rejected') return;
    else if (mayBeSecond || isUnderWay(outcome)) {
      const before = this.#late.get(keyOf(sending)) ?? null;
      const goodUntil = before === null ? 0 : this.#goodUntil(before, clocks);
      this.#isLate(sending, endedAt, { signedAt, ownAt, endedAt }, goodUntil);
    }
  }

  /**
   * Which saves are to wait because of one that is sent no more, for many at one moment, and the ms until one of them need
   * not any more, as far as the gateway's time is known; null where none is to.
   */
  waiting(clocks: Clocks): {
    has: (save: Save) => boolean;
    /** It waits, or is itself one whose call for an app of before may arrive: whoever sends it is to know of that. */
    stays: (save: Save) => boolean;
    endsIn: number | null;
  } {
    const { queue } = this.#saves;
    const now = clocks.monotonic;
    this.#goodFor.see(clocks);
    /** By the name of each, whose late calls they wait for. */
    const people = new Map<string, Set<string>>();
    const waits = (person: string, requestId: string) => {
      const late = people.get(person) ?? new Set();
      people.set(person, late.add(requestId));
    };
    /** What has gone on since under another app. */
    const rebound = new Set<string>();
    let endsIn: number | null = null;
    for (const call of this.#sentNoMore(now)) {
      const { requestId, at, identityKeys } = call;
      // By a clock that was ahead it was signed for later.
      const until = Math.max(this.#goodUntil(call, clocks), at + MAY_ARRIVE_FOR_MS);
      const left = Math.min(at + KEPT_FOR_MS, until) - now;
      if (left <= 0) continue;
      const save = this.#saves.find(requestId);
      // Nothing says of the hashes of one that is erased that they are one person's.
      if (save === undefined)
        for (const key of identityKeys) waits(queue.personOfKey(key), requestId);
      else {
        waits(queue.personOf(save), requestId);
        if (save.app !== call.app) rebound.add(requestId);
      }
      endsIn = Math.min(endsIn ?? left, left);
    }
    const has = (save: Save) => {
      const late = people.size === 0 ? undefined : people.get(queue.personOf(save));
      // Behind its own call for an app of before it says the same once more.
      return late !== undefined && (late.size > 1 || !late.has(save.requestId));
    };
    const stays = (save: Save) => has(save) || rebound.has(save.requestId);
    return { has, stays, endsIn };
  }

  #isLate(save: Save, at: number, signed: Signing | null, goodUntil = 0): void {
    const { requestId, app, identityKeys } = save;
    const before = this.#late.get(keyOf(save));
    this.#late.set(keyOf(save), {
      ...{ requestId, app, at, identityKeys },
      signed: later(before?.signed ?? null, signed),
      goodUntil: Math.max(goodUntil, before?.goodUntil ?? 0),
    });
    this.#ended = null;
  }

  #goodUntil({ signed, goodUntil }: LateCall, clocks: Clocks): number {
    return signed === null ? goodUntil : Math.max(goodUntil, this.#goodFor.until(signed, clocks));
  }

  #sentNoMore(now: number): readonly LateCall[] {
    const { endings } = this.#saves;
    if (this.#ended?.endings === endings) return this.#ended.calls;
    for (const [key, { at, signed }] of this.#late) {
      const mayArriveFor = signed === null ? MAY_ARRIVE_FOR_MS : KEPT_FOR_MS;
      if (at + mayArriveFor <= now) this.#late.delete(key);
    }
    const calls = [...this.#late.values()].filter(({ requestId, app }) => {
      const save = this.#saves.find(requestId);
      return save === undefined || save.app !== app || isSentNoMore(save);
    });
    this.#ended = { endings, calls };
    return calls;
  }
}

function later(one: Signing | null, other: Signing | null): Signing | null {
  if (one === null || other === null) return one ?? other;
  return one.signedAt > other.signedAt ? one : other;
}

function keyOf({ requestId, app }: Pick<Save, 'requestId' | 'app'>): string {
  return `${requestId} ${app}`;
}

/**
 * No answer has come, or one that says nothing of what became of the call, or that another one like it was there before, or
 * that of a gateway which waits no longer for the service behind it: that may carry it out still.
 */
function isUnderWay(outcome: Outcome): boolean {
  if (outcome.class === 'unreachable') return outcome.mayHaveArrived;
  if (outcome.class === 'later') return !isNotForwarded(outcome);
  return outcome.class === 'unknown' || (outcome.class === 'clock' && outcome.replay);
}

/** Not from here, as long as nobody decides about it: another till may never get what went into a file. */
function isSentNoMore({ state }: Save): boolean {
  return state === 'held' || state === 'discarded';
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
