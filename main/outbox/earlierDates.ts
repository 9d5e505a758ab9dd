import { isHeldForApp, type Save } from '../../app/outbox/save.ts';

/**
 * Doubts that are dated later in memory than on the disk: a time that nothing has proved yet (a 31's `Date`) makes no
 * doubt younger that a crash or a sleep would leave so. Dates are ms since 1970, saves go by their `requestId`.
 */
export class EarlierDates {
  readonly #earliest = new Map<string, number>();

  /** `save` was dated so; what is known in memory from now on is later, or may be. */
  keep({ requestId, firstUnknownAt }: Save): void {
    if (firstUnknownAt === null) return;
    const earliest = this.#earliest.get(requestId) ?? firstUnknownAt;
    this.#earliest.set(requestId, Math.min(earliest, firstUnknownAt));
  }

  /** What is known in memory is proved, or no doubt is left. */
  drop(requestId: string): void {
    this.#earliest.delete(requestId);
  }

  /** The save as it goes to the disk. */
  onDisk(save: Save): Save {
    const earliest = this.#earliest.get(save.requestId);
    const { firstUnknownAt } = save;
    if (earliest === undefined || firstUnknownAt === null) return save;
    return { ...save, firstUnknownAt: Math.min(earliest, firstUnknownAt) };
  }

  /**
   * The save as it is known from now on. What is held stays held until somebody looks at it, and no proof dates it anew: it is as
   * old as on the disk. What is held for its app goes on by itself, and is dated on.
   */
  asKnown(save: Save): Save {
    return save.state === 'held' && !isHeldForApp(save) ? this.onDisk(save) : save;
  }

  /** Which saves have a date of this kind. */
  ids(): string[] {
    return [...this.#earliest.keys()];
  }
}
