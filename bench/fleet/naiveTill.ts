import type { Outcome } from '../../app/gateway/outcome.ts';
import type { FleetCall, SimulatedTill } from './simulatedTill.ts';

/** How other queues wait after a failure: ms until the next try, or what happens instead. */
export interface NaiveSchedule {
  name: string;
  /** `failures`: in a row so far. `give-up`: the save is dropped; `idle`: until something new is queued. */
  after(failures: number): number | 'give-up' | 'idle';
  /** Idle or not, a new save makes it try at once. */
  triesOnNewSave: boolean;
}

export const fixedFiveSeconds: NaiveSchedule = {
  name: 'fixed 5 s',
  after: () => 5_000,
  triesOnNewSave: false,
};

/** `decaySchedule` of redux-offline (src/defaults/retry.js); afterwards it discards (src/send.js). */
const DECAY = [1, 5, 15, 30, 60, 180, 300, 600, 1_800, 3_600].map((seconds) => seconds * 1_000);

export const reduxOffline: NaiveSchedule = {
  name: 'redux-offline',
  after: (failures) => DECAY[failures - 1] ?? 'give-up',
  triesOnNewSave: false,
};

/**
 * Workbox replays its queue in a `sync` event; Chromium repeats a failed one after 5 and 15 minutes and
 * then waits until something registers anew (content/browser/background_sync, three attempts).
 */
export const workbox: NaiveSchedule = {
  name: 'Workbox',
  after: (failures) => [300_000, 900_000][(failures - 1) % 3] ?? 'idle',
  triesOnNewSave: true,
};

/** A plain queue: one call after the other, the first in the queue first, any refusal is a failure. */
export class NaiveTill implements SimulatedTill {
  lost = 0;
  readonly #schedule: NaiveSchedule;
  readonly #wallClock: () => number;
  readonly #queue: number[] = [];
  #nextKey = 1;
  #underWay: FleetCall | null = null;
  #failures = 0;
  #retryAt = Number.POSITIVE_INFINITY;

  constructor(schedule: NaiveSchedule, saves: number, wallClock: () => number) {
    this.#schedule = schedule;
    this.#wallClock = wallClock;
    for (let save = 0; save < saves; save += 1) this.#queue.push(this.#nextKey++);
  }

  reconnect(now: number): void {
    this.#retryAt = now;
  }

  register(now: number): number {
    const key = this.#nextKey++;
    this.#queue.push(key);
    const isIdle = this.#queue.length === 1 || this.#schedule.triesOnNewSave;
    if (isIdle) this.#retryAt = Math.min(this.#retryAt, now);
    return key;
  }

  send(now: number): { calls: FleetCall[]; nextAt: number | null } {
    const [key] = this.#queue;
    if (this.#underWay !== null || key === undefined) return { calls: [], nextAt: null };
    if (now < this.#retryAt) {
      return { calls: [], nextAt: Number.isFinite(this.#retryAt) ? this.#retryAt : null };
    }
    this.#underWay = { key, startedAt: now, timestamp: this.#wallClock(), said: null };
    return { calls: [this.#underWay], nextAt: null };
  }

  answered(call: FleetCall, outcome: Outcome, _date: number, now: number): void {
    if (call !== this.#underWay) return;
    this.#underWay = null;
    if (outcome.class === 'accepted') {
      this.#queue.shift();
      this.#failures = 0;
      this.#retryAt = now;
      return;
    }
    this.#failures += 1;
    const wait = this.#schedule.after(this.#failures);
    this.#retryAt = typeof wait === 'number' ? now + wait : Number.POSITIVE_INFINITY;
    if (wait !== 'give-up') return;
    this.#queue.shift();
    this.lost += 1;
    this.#failures = 0;
    this.#retryAt = now;
  }

  reboot(now: number): void {
    this.#underWay = null;
    this.#failures = 0;
    this.#retryAt = now;
  }
}
