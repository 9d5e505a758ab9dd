import type { Line } from './lineOf.ts';
import { StrangersTurns } from './strangersTurns.ts';
import { type Sender, WaitingLine } from './waitingLine.ts';

/** Of one key: as many calls as have a place in a relay, as those of a chain's tills that all come back at once. */
const MOST_IN_A_LINE = 4_000;

/** Of everybody: whoever names one known key after the other fills no memory without an end. */
const MOST_WAITING = 10_000;

/**
 * One call of a stranger in so many rounds. Node takes one new connection in each round of the loop: a costly call in each would keep
 * whoever has to connect waiting behind the hundreds that somebody opens and drops in the meantime.
 */
const ROUNDS_PER_STRANGER = 8;

/** Or so often (ms), where rounds are so long that they are what everybody waits for; and no more of them in one round than a handful. */
const LONGEST_BETWEEN = 25;
const MOST_AT_ONCE = 4;

/** Its line is full, or all of them are: it is to come again. */
export class LineFull extends Error {}

/**
 * One call of each key in each round of the loop, and a few of all strangers together. To read a call and to check its sign takes as long
 * for one that is refused then, and whoever has hundreds of connections has hundreds of such calls there at once: so those of others wait
 * for one of them, not for all.
 */
export class Turns {
  /** Who waits, for each key; one for which nobody waits had its turn in this round. */
  readonly #keys = new Map<string, WaitingLine>();
  #waiting = 0;
  readonly #strangers = new StrangersTurns();
  /** Until the next turn of a stranger. */
  #roundsLeft = 0;
  /** When the last one was. */
  #strangerAt = 0;
  #goesRound = false;
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /**
   * Waits for the next turn of this line: not at all where none of its kind was there lately. Rejects with `LineFull` where too many
   * wait (to let these go at once would be to let them go before everybody), and with `SenderGone` as soon as its connection ends.
   */
  next({ isHeard, of }: Line, sender: Sender): Promise<void> {
    if (!this.#goesRound) setImmediate(this.#round);
    this.#goesRound = true;
    return isHeard ? this.#nextOfKey(of, sender) : this.#nextOfStrangers(of, sender);
  }

  async #nextOfKey(key: string, sender: Sender): Promise<void> {
    const before = this.#keys.get(key);
    if (before === undefined) {
      this.#keys.set(key, new WaitingLine());
      return;
    }
    if (before.length >= MOST_IN_A_LINE || this.#allWaiting >= MOST_WAITING) throw new LineFull();
    this.#waiting += 1;
    await before.wait(sender, () => {
      this.#waiting -= 1;
    });
  }

  async #nextOfStrangers(network: string, sender: Sender): Promise<void> {
    if (this.#roundsLeft === 0) {
      this.#strangersTurn();
      return;
    }
    if (!this.#strangers.hasPlace(network) || this.#allWaiting >= MOST_WAITING)
      throw new LineFull();
    await this.#strangers.wait(network, sender);
  }

  get #allWaiting(): number {
    return this.#waiting + this.#strangers.waiting;
  }

  readonly #round = (): void => {
    for (const [key, line] of this.#keys) {
      if (line.letGo()) this.#waiting -= 1;
      else this.#keys.delete(key);
    }
    if (this.#roundsLeft > 0) this.#roundsLeft -= 1;
    const due = this.#strangersDue();
    if (due > 0 && this.#strangers.waiting > 0) this.#strangersTurn();
    for (let one = 0; one < due; one += 1) this.#strangers.letOneGo();
    this.#goesRound = this.#keys.size > 0 || this.#roundsLeft > 0;
    if (this.#goesRound) setImmediate(this.#round);
  };

  #strangersTurn(): void {
    this.#roundsLeft = ROUNDS_PER_STRANGER;
    this.#strangerAt = this.#monotonic();
  }

  #strangersDue(): number {
    const passed = this.#monotonic() - this.#strangerAt;
    const byTime = Math.min(MOST_AT_ONCE, Math.floor(passed / LONGEST_BETWEEN));
    return this.#roundsLeft === 0 ? Math.max(1, byTime) : byTime;
  }
}
