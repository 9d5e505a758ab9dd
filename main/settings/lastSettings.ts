import type { PinTrail } from './managerPin.ts';

/** Why the settings may be earlier ones. `settings.unsure`: the trail that would tell is not whole. */
export type SetBack = 'settings.set-back' | 'settings.unsure';

/** Whether the settings on the disk are the last ones: what the trail and the second place know of them. */
export class LastSettings {
  readonly #trail: PinTrail | null;
  #kept = 0;
  /** The trail has been found broken, and nobody has said since then that the settings hold. */
  #isUnsure = false;
  #isUnread = false;

  constructor(trail: PinTrail | null) {
    this.#trail = trail;
  }

  /** The highest number that settings of this till are known to have had. */
  get highest(): number {
    return Math.max(this.#kept, this.#trail?.settingsRevision.highest ?? 0);
  }

  /** True while the trail could not be read, and nobody has said that the settings hold. */
  get isUnread(): boolean {
    return this.#isUnread;
  }

  /** Why settings of this number may be earlier ones; null where they are the last. */
  setBack(revision: number): SetBack | null {
    if (revision < this.highest) return 'settings.set-back';
    return this.#isUnsure ? 'settings.unsure' : null;
  }

  /** The number of those that are to hold next. `isOther`: they are not the ones that hold now. */
  next(revision: number, isOther: boolean, isByWord: boolean): number {
    const isCounted = this.setBack(revision) === null ? isOther : isByWord;
    return isCounted ? Math.max(revision, this.highest) + 1 : revision;
  }

  /** Settings of this number hold from now on, and are on the disk. */
  hold(revision: number): void {
    if (revision <= this.highest) return;
    this.#isUnsure = false;
    this.#isUnread = false;
    this.#kept = revision;
    // Otherwise a bad sector would ask for that word at every start, and no line could ever be written.
    void this.#trail?.goOnUnread();
  }

  /** Nobody has said that the settings hold; `hold` ends it. */
  doubt(): void {
    this.#isUnsure = true;
  }

  /**
   * What was read at the start, beside the settings: `kept`: the number in the second place; `areFirst`: a version that did
   * not count has written them, and their number is of this start: no trail of before could know of it. Where the trail cannot
   * be read now it may know of later ones: it has to be called again once it can.
   */
  async compare(revision: number, kept: number, areFirst: boolean): Promise<void> {
    this.#kept = Math.max(kept, revision);
    const trail = this.#trail;
    if (trail === null) return;
    this.#isUnread = !trail.isRead;
    this.#isUnsure = true;
    if (this.#isUnread) return;
    const tell = (action: SetBack | 'settings.counted') =>
      trail.owe({ action, operatorId: null, slip: null, settingsRevision: revision });
    const { last, highest } = trail.settingsRevision;
    this.#isUnsure = trail.isBroken || (trail.areSettingsUnsure && !areFirst);
    if (trail.isBroken || (this.#isUnsure && revision > highest)) await tell('settings.unsure');
    // The line of a set-back has the number as well: it is written once.
    const isTold = last === revision && revision < highest;
    if (revision < this.highest && !isTold) await tell('settings.set-back');
    // Where they have come further than the trail, it catches up.
    if (!this.#isUnsure && revision > highest) await tell('settings.counted');
  }
}
