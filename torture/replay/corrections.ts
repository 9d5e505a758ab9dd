import type { Expectation } from './expectation.ts';
import type { Line } from './line.ts';

/** Which save corrects which, in the simulation's own words. */
export class ModelCorrections {
  readonly #saves: ReadonlyMap<string, Expectation>;
  readonly #line: Line;
  /** From a correction to what it corrects. */
  readonly #originals = new Map<string, string>();

  /** `saves`, `line`: what is on the till, and in what order. */
  constructor(saves: ReadonlyMap<string, Expectation>, line: Line) {
    this.#saves = saves;
    this.#line = line;
  }

  made(requestId: string, corrects: string): void {
    this.#originals.set(requestId, corrects);
  }

  isOne({ requestId }: Expectation): boolean {
    return this.#originals.has(requestId);
  }

  /** What a save corrects, where that is on the till. */
  originalOf(requestId: string): string | null {
    const original = this.#originals.get(requestId) ?? null;
    return original !== null && this.#saves.has(original) ? original : null;
  }

  /** The corrections on disk that stand: a manager's word alone ends one. */
  of(original: Expectation): Expectation[] {
    // What has come out of a file is judged by what is here: elsewhere a correction may have been ended.
    const mayBeAway = original.exportedAt === null || original.state === 'discarded';
    return this.#all(original).filter(
      (save) =>
        this.#line.isEarlier(original.requestId, save.requestId) &&
        (save.state !== 'discarded' || save.isCorrected || (save.isMoved && mayBeAway)),
    );
  }

  /** Whether one has gone into a file: nobody here knows what has become of it. */
  areAway(original: Expectation): boolean {
    return this.#all(original).some(({ isMoved }) => isMoved);
  }

  #all({ requestId }: Expectation): Expectation[] {
    return [...this.#saves.values()].filter(
      (save) => this.#originals.get(save.requestId) === requestId,
    );
  }
}
