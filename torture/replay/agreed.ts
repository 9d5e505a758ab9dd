import type { Arrival } from './network.ts';
import type { Verdict } from './reading.ts';

/** No appointment is further away (ms). */
const LONGEST = 5 * 60_000;

/**
 * What a relay has agreed with one process of the till, in this simulation's own words: who was put off comes with the
 * backlog's next call no sooner than was said. Times are of the steady clock (ms).
 */
export class Agreed {
  /** Nothing stops the queue as a whole: a till that asks whether somebody is there keeps no appointment. */
  #isOpen = true;
  #last = Number.NEGATIVE_INFINITY;
  #appointment: { since: number; from: number } | null = null;

  /** What came for a call that was chosen at `chosenAt`. `isOfNow`: with the settings of now. True: it was put off. */
  arrived(
    arrival: Arrival | null,
    verdict: Verdict,
    { chosenAt, now, isOfNow }: { chosenAt: number; now: number; isOfNow: boolean },
  ): boolean {
    const wait = isOfNow ? waitOf(arrival) : null;
    const isPutOff = verdict.kind === 'quota' && wait !== null;
    const isAfterLast = chosenAt >= this.#last;
    if (verdict.kind === 'accepted') this.#isOpen ||= isAfterLast;
    else this.#isOpen &&= isPutOff;
    this.#last = now;
    this.#appointment = isPutOff && this.#isOpen ? { since: now, from: now + wait } : null;
    return isPutOff;
  }

  /** Something woke the till: nothing is expected before the next answer. */
  woken(): void {
    this.#appointment = null;
  }

  /** The settings are others: what stops the queue is not known. */
  settingsChanged(): void {
    this.#isOpen = false;
    this.#appointment = null;
  }

  /** A call that leaves and was chosen at `chosenAt` comes too early. `said`: the header `Tillside-Call`. */
  isBrokenBy(said: string | undefined, chosenAt: number): boolean {
    if (this.#appointment === null || said?.startsWith('backlog') !== true) return false;
    const { since, from } = this.#appointment;
    return chosenAt > since && chosenAt < from;
  }
}

function waitOf(arrival: Arrival | null): number | null {
  if (arrival?.how !== 'delivered' || arrival.appointment === undefined) return null;
  return Math.min(Number(arrival.appointment) * 1_000, LONGEST);
}
