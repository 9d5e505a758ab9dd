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

  /** What a save corrects, where that is on the till. */
  originalOf(requestId: string): string | null {
    const original = this.#originals.get(requestId) ?? null;
    return original !== null && this.#saves.has(original) ? original : null;
  }

  /** The corrections on disk that stand: a manager's word alone ends one. */
  of({ requestId }: Expectation): Expectation[] {
    return [...this.#saves.values()].filter(
      (save) =>
        this.#originals.get(save.requestId) === requestId &&
        this.#line.isEarlier(requestId, save.requestId) &&
        (save.state !== 'discarded' || save.isCorrected || save.isMoved),
    );
  }
}
