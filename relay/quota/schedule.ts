import type { Admission, AdmitRequest } from '../state/relayState.ts';
import { Departures } from './departures.ts';
import { Grant, interval } from './grant.ts';
import { CROWDED, GRACE, HOLD, HORIZON, KEPT, NOW, UNEVEN, WINDOW } from './limits.ts';
import { Turn } from './turn.ts';

/** What the schedule asks of a call. */
export type QuotaCall = Pick<AdmitRequest, 'appKey' | 'urgency' | 'waiting'>;

export type QuotaDecision = Extract<Admission, { kind: 'go' | 'appointment' | 'banned' }>;

/** One question to the schedule, in microseconds. */
interface Question {
  call: QuotaCall;
  turn: Turn;
  now: number;
  /** Calls a minute, and the time from one slot to the next. */
  rate: number;
  slot: number;
}

/**
 * The quota of a whole chain, in memory: what `admitScript` is for relays that share a Valkey, and decides the same.
 * `docs/relay.md` says what it promises. It is asked with ms of one clock that never goes back, and reckons in whole
 * microseconds.
 */
export class QuotaSchedule {
  readonly #grant: Grant;
  readonly #departures = new Departures();
  readonly #turns = new Map<string, Turn>();
  /** By how much everybody who waits has been put back since the beginning. A moment of the queue is so much later by the clock. */
  #shift = 0;
  /** The next free slot, a moment of the queue. */
  #tail = 0;
  #crowdedUntil = 0;
  /** Since when the count is complete, and how many have left since then. */
  #since: number | null = null;
  #left = 0;

  /** `grant`: calls a minute that the platform allows the chain, or null where nobody has said so. */
  constructor(grant: number | null) {
    this.#grant = new Grant(grant);
  }

  /**
   * Whether a call may leave, and when. What is decided counts: a call that gets `go` has its place. `hold`, `next` and
   * `left` are ms from `nowMilliseconds` on.
   */
  decide(call: QuotaCall, nowMilliseconds: number): QuotaDecision {
    const now = micro(nowMilliseconds);
    const rate = this.#begin(now);
    const turn = this.#turnOf(call.appKey);
    if (call.urgency === 'report') return go(0, this.#untilAppointment(turn, now));
    const banned = this.#grant.bannedUntil - now;
    if (banned > 0) return { kind: 'banned', left: milli(banned) };
    if (rate === null) {
      this.#depart(now);
      return go(0, 0);
    }
    const question = { call, turn, now, rate, slot: interval(rate) };
    this.#tail = Math.max(this.#tail, now - this.#shift);
    const isUrgent = call.urgency === 'counter' && (turn.kept !== null || turn.mayHurry(now, rate));
    return (isUrgent ? this.#urgent(question) : null) ?? this.#inTurn(question);
  }

  /** The platform has shut the app out for so many seconds from now on. */
  banned(seconds: number, nowMilliseconds: number): void {
    const now = micro(nowMilliseconds);
    this.#begin(now);
    // What waits for its moment comes as much later, and one after the other.
    this.#shift += this.#grant.banned(seconds, now, this.#departures.total);
  }

  #begin(now: number): number | null {
    this.#departures.forget(now);
    const rate = this.#grant.rate(now);
    if (this.#since === null) {
      this.#since = now;
      if (rate !== null) this.#tail = now + interval(rate);
    }
    return rate;
  }

  /** A save at the counter: as soon as the count allows, at the cost of everybody who waits. Null where that is too far away. */
  #urgent(question: Question): QuotaDecision | null {
    const { turn, now, slot } = question;
    const { kept } = turn;
    if (kept !== null) {
      if (kept - now > HOLD) return appointment(kept - now);
      turn.kept = null;
      this.#stay(kept);
    }
    const at =
      kept === null ? this.#earliest(question, now) : this.#withRoom(question, Math.max(now, kept));
    if (at === null) return null;
    if (kept === null) {
      turn.hurried();
      this.#shift += slot;
    }
    this.#depart(at);
    if (at - now <= HOLD) return go(at - now, this.#next(question, 0));
    turn.kept = at;
    return appointment(at - now);
  }

  /** Everything else: at its till's appointment, or within the hold time, or not yet. */
  #inTurn(question: Question): QuotaDecision {
    const { turn, now, slot } = question;
    if (turn.appointment !== null) {
      const late = now - this.#shift - turn.appointment;
      if (!this.#mayHold(question, -late)) return this.#tell(question);
      if (late <= KEPT) {
        const at = this.#earliest(question, Math.max(now, now - late));
        // Nobody has room for it, although it has its place: at the end of those who wait.
        if (at === null || at - now > HOLD) return this.#appoint(question);
        if (late > GRACE) this.#shift += slot;
        const early = Math.max(0, turn.appointment + turn.told - now);
        turn.appointment = null;
        turn.hold(at, now);
        this.#depart(at);
        return go(at - now, this.#next(question, early));
      }
    }
    const free = this.#tail + this.#shift;
    const slotAt = free - now < NOW ? now : free;
    if (slotAt - now > HOLD) this.#crowdedUntil = now + CROWDED;
    const at = this.#earliest(question, slotAt);
    if (at === null || !this.#mayHold(question, at - now)) return this.#appoint(question);
    turn.appointment = null;
    this.#tail += slot;
    turn.hold(at, now);
    this.#depart(at);
    return go(at - now, this.#next(question, 0));
  }

  #mayHold({ turn, now }: Question, wait: number): boolean {
    return turn.mayHold(wait, now, now < this.#crowdedUntil);
  }

  #appoint(question: Question): QuotaDecision {
    const { turn, slot } = question;
    turn.appointment = this.#tail;
    this.#tail += slot;
    return this.#tell(question);
  }

  #tell({ turn, now }: Question): QuotaDecision {
    turn.told = this.#shift;
    return appointment(this.#untilAppointment(turn, now));
  }

  /**
   * What a till that has more is told with an answer: its appointment, which it is given now where it needs one. Who has come
   * earlier than it was told (`early`) gains nothing by being held: its next appointment is as much later.
   */
  #next({ call, turn, now, slot }: Question, early: number): number {
    if (call.urgency === 'foreign') return 0;
    const isMore = call.waiting === null || call.waiting > 0;
    const free = this.#tail + this.#shift - now;
    const isCrowded = free > HOLD || now < this.#crowdedUntil;
    if (turn.appointment === null && isMore && isCrowded) {
      turn.appointment = this.#tail + early;
      this.#tail += slot;
    }
    turn.told = this.#shift;
    return this.#untilAppointment(turn, now);
  }

  #untilAppointment(turn: Turn, now: number): number {
    return turn.appointment === null ? 0 : Math.max(0, turn.appointment + this.#shift - now);
  }

  /** The first moment from `from` on at which one more may leave, or null where there is none soon. */
  #earliest(question: Question, from: number): number | null {
    const { now, rate, slot } = question;
    const since = this.#since ?? now;
    const even = since + (this.#left + 1 - Math.floor(UNEVEN * rate)) * slot;
    const complete = since + WINDOW;
    const earliest = from < complete ? Math.max(from, Math.min(even, complete)) : from;
    return this.#withRoom(question, earliest);
  }

  /** As `#earliest`, for what has its place at an even pace already: the count alone is asked. */
  #withRoom({ now, rate }: Question, from: number): number | null {
    const limit = Math.max(1, Math.floor(rate));
    return this.#departures.earliest(from, limit, now + HORIZON);
  }

  #depart(at: number): void {
    this.#departures.add(at);
    this.#left += 1;
  }

  #stay(at: number): void {
    if (this.#departures.remove(at)) this.#left -= 1;
  }

  #turnOf(appKey: string): Turn {
    const turn = this.#turns.get(appKey) ?? new Turn();
    this.#turns.set(appKey, turn);
    return turn;
  }
}

function go(hold: number, next: number): QuotaDecision {
  return { kind: 'go', hold: milli(hold), next: milli(next) };
}

function appointment(wait: number): QuotaDecision {
  return { kind: 'appointment', next: milli(wait) };
}

function micro(milliseconds: number): number {
  return Math.floor(milliseconds * 1_000);
}

function milli(microseconds: number): number {
  return Math.ceil(microseconds / 1_000);
}
