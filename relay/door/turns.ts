/** Of one line: as many calls as have a place in a relay, as those of a chain's tills that all come back at once. */
const MOST_IN_A_LINE = 4_000;

/** Of all lines: whoever names one known key after the other fills no memory without an end. */
const MOST_WAITING = 10_000;

/** Its line is full, or all of them are: it is to come again. */
export class LineFull extends Error {}

/** Whoever waited is gone: what he has sent is let go of, and nothing of it is read. */
export class SenderGone extends Error {}

/** Of a call, its response: it says `close` when its connection ends, also where it stands behind others of that connection. */
type Sender = Pick<NodeJS.EventEmitter, 'once' | 'off'>;

/**
 * One call of each line in each round of the loop. To read a call and to check its sign takes as long for one that is refused then, and
 * whoever has hundreds of connections has hundreds of such calls there at once: so those of others wait for one of them, not for all.
 */
export class Turns {
  /** Who waits, in each line; a line without anybody had its turn in this round. */
  readonly #lines = new Map<string, Set<() => void>>();
  #waiting = 0;

  /**
   * Waits for the next turn of this line: not at all where it had none in this round. Rejects with `LineFull` where too many
   * wait (to let these go at once would be to let them go before everybody), and with `SenderGone` as soon as its connection
   * ends: a line of what nobody waits for would hold its bodies, whose place in the memory others are given by then.
   */
  async next(line: string, sender: Sender): Promise<void> {
    const before = this.#lines.get(line);
    if (before === undefined) {
      if (this.#lines.size === 0) setImmediate(this.#round);
      this.#lines.set(line, new Set());
      return;
    }
    if (before.size >= MOST_IN_A_LINE || this.#waiting >= MOST_WAITING) throw new LineFull();
    this.#waiting += 1;
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        before.delete(go);
        this.#waiting -= 1;
        reject(new SenderGone());
      };
      const go = () => {
        sender.off('close', leave);
        resolve();
      };
      before.add(go);
      sender.once('close', leave);
    });
  }

  readonly #round = (): void => {
    for (const [line, waiting] of this.#lines) {
      const [first] = waiting;
      if (first === undefined) this.#lines.delete(line);
      else {
        waiting.delete(first);
        this.#waiting -= 1;
        first();
      }
    }
    if (this.#lines.size > 0) setImmediate(this.#round);
  };
}
