import { type Sender, WaitingLine } from './waitingLine.ts';

/** In all their lines; those of a chain's tills that all come back at once, behind one proxy, have two thirds of it. */
const MOST_WAITING = 6_000;

/** A line has no more than so many times the places that are free: so one alone leaves a third, and a hundred leave some for another. */
const LINE_PER_FREE = 2;

/**
 * The turns of those who call and whom nobody knows: a line for each network, but one turn for all of them, which goes around. Who has
 * many networks has many lines, and puts off with them whoever is not known either, and nobody else.
 */
export class StrangersTurns {
  /** Those in which somebody waits; the one whose turn comes next is the first. */
  readonly #lines = new Map<string, WaitingLine>();
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  hasPlace(network: string): boolean {
    const length = this.#lines.get(network)?.length ?? 0;
    return length < LINE_PER_FREE * (MOST_WAITING - this.#waiting);
  }

  wait(network: string, sender: Sender): Promise<void> {
    const line = this.#lines.get(network) ?? new WaitingLine();
    this.#lines.set(network, line);
    this.#waiting += 1;
    return line.wait(sender, () => {
      this.#waiting -= 1;
      if (line.length === 0) this.#lines.delete(network);
    });
  }

  /** Gives one call its turn, of the line that had none for the longest. */
  letOneGo(): void {
    const [first] = this.#lines;
    if (first === undefined) return;
    const [network, line] = first;
    this.#lines.delete(network);
    this.#waiting -= 1;
    line.letGo();
    if (line.length > 0) this.#lines.set(network, line);
  }
}
