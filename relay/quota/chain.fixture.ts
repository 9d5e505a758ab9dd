import TinyQueue from 'tinyqueue';
import type { CallUrgency } from '../state/relayState.ts';
import { QuotaSchedule } from './schedule.ts';

/** How a till of the chain behaves: as ours does, as one that knows no header, or as hard as it can. */
export type Manner = 'ours' | 'foreign' | 'storm' | 'storm at the counter';

interface Till {
  name: string;
  manner: Manner;
  backlog: number;
  /** Its next call of the backlog is welcome then; several at once where it was told so. */
  welcomeAt: number;
  isFree: boolean;
  underWay: number;
  isDead: boolean;
  accepted: number;
}

/** One call that has left for the platform (ms). */
export interface Departure {
  at: number;
  till: string;
  isCounter: boolean;
}

interface ChainEvent {
  at: number;
  order: number;
  run: () => void;
}

/** Connections of a till, and of one that storms; how often the latter tries anew (ms). */
const CONNECTIONS = 4;
const STORM = { connections: 20, every: 40 };

/** A chain of tills in virtual time (ms) in front of one schedule. */
export class Chain {
  readonly schedule: QuotaSchedule;
  readonly departures: Departure[] = [];
  /** From a save at the counter to its departure (ms). */
  readonly counterWaits: number[] = [];
  putOff = 0;
  now = 0;
  /** Of one moment the first that was asked for comes first: nobody stands at the counter of a till that is just being added. */
  readonly #events = new TinyQueue<ChainEvent>([], (a, b) => a.at - b.at || a.order - b.order);
  #order = 0;
  readonly #tills: Till[] = [];
  readonly #random: () => number;

  constructor(grant: number | null, random: () => number) {
    this.schedule = new QuotaSchedule(grant);
    this.#random = random;
  }

  add(name: string, manner: Manner, backlog: number): void {
    const till = { name, manner, backlog, welcomeAt: 0, isFree: true, underWay: 0 };
    this.#tills.push({ ...till, isDead: false, accepted: 0 });
    const added = this.#tills.at(-1);
    if (added === undefined) return;
    if (manner.startsWith('storm')) this.#storm(added);
    else this.#send(added);
  }

  die(name: string): void {
    this.#till(name).isDead = true;
  }

  /** A customer stands at the counter. */
  counter(name: string): void {
    const till = this.#till(name);
    const since = this.now;
    const call = () => {
      const decision = this.#ask(till, 'counter');
      if (decision.kind === 'go') {
        this.counterWaits.push(this.now + decision.hold - since);
        return;
      }
      this.after(decision.kind === 'banned' ? decision.left : decision.next, call);
    };
    call();
  }

  after(wait: number, run: () => void): void {
    this.#order += 1;
    this.#events.push({ at: this.now + wait, order: this.#order, run });
  }

  run(until: number): void {
    for (;;) {
      const event = this.#events.peek();
      if (event === undefined || event.at > until) break;
      this.#events.pop();
      this.now = event.at;
      event.run();
    }
    this.now = until;
  }

  accepted(name: string): number {
    return this.#till(name).accepted;
  }

  /** Departures from one moment to another (ms). */
  between(from: number, until: number): number {
    return this.departures.filter(({ at }) => at >= from && at < until).length;
  }

  #till(name: string): Till {
    const till = this.#tills.find((one) => one.name === name);
    if (till === undefined) throw new Error(`no till ${name}`);
    return till;
  }

  #ask(till: Till, urgency: CallUrgency) {
    const said = till.manner === 'foreign' ? 'foreign' : urgency;
    const waiting = said === 'foreign' ? null : Math.max(0, till.backlog - till.underWay - 1);
    const decision = this.schedule.decide({ appKey: till.name, urgency: said, waiting }, this.now);
    if (decision.kind === 'go') {
      const at = this.now + decision.hold;
      this.departures.push({ at, till: till.name, isCounter: urgency === 'counter' });
    } else this.putOff += 1;
    return decision;
  }

  /** What a till of ours or a foreign one sends now. */
  #send(till: Till): void {
    while (
      !till.isDead &&
      till.backlog > till.underWay &&
      till.underWay < (till.isFree ? CONNECTIONS : 1) &&
      this.now >= till.welcomeAt
    ) {
      till.underWay += 1;
      const decision = this.#ask(till, 'backlog');
      const travel = 40 + 200 * this.#random();
      const takes = travel + (decision.kind === 'go' ? decision.hold : 0);
      this.after(takes, () => {
        if (till.isDead) return;
        till.underWay -= 1;
        if (decision.kind === 'go') {
          till.backlog -= 1;
          till.accepted += 1;
        }
        const next = decision.kind === 'banned' ? decision.left : decision.next;
        // A relay takes what the call itself has taken from what it says.
        const wait = Math.max(0, next - takes);
        const asForeign = Math.ceil(wait / 1_000) * 1_000;
        till.isFree = next === 0;
        till.welcomeAt = this.now + (till.manner === 'foreign' ? asForeign : wait);
        this.after(till.welcomeAt - this.now, () => this.#send(till));
        this.#send(till);
      });
    }
  }

  #storm(till: Till): void {
    this.after(STORM.every, () => {
      if (till.isDead) return;
      while (till.underWay < STORM.connections && till.backlog > 0) {
        till.underWay += 1;
        const urgency = till.manner === 'storm' ? 'backlog' : 'counter';
        const decision = this.#ask(till, urgency);
        this.after(decision.kind === 'go' ? decision.hold + 100 : 1, () => {
          till.underWay -= 1;
          if (decision.kind !== 'go') return;
          till.accepted += 1;
          till.backlog -= 1;
        });
      }
      this.#storm(till);
    });
  }
}

/** The most departures within any 60 s, each up to `jitter` ms later at the platform than it left. */
export function busiest(chain: Chain, jitter: () => number = () => 0): number {
  const arrivals = chain.departures.map(({ at }) => at + jitter()).sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  arrivals.forEach((arrival, index) => {
    while ((arrivals[first] ?? arrival) <= arrival - 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** Numbers between 0 and 1 that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
