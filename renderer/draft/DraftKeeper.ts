import type { Draft } from '../../app/draft/draft.ts';
import type { Bridge } from '../../app/ipc/bridge.ts';

/** What is typed is on the disk this long after the key (ms), and the disk's own time. */
const KEEP_AFTER_MS = 250;

/** What is to go and did not is tried again after this time (ms): main has had patience already. */
const AGAIN_AFTER_MS = 5_000;

/** What the page has of customers who are not saved. */
export interface Unsaved {
  /** The form as it stands, or what waits for it, or null when there is neither. */
  worth: () => Draft | null;
  /** Whether there is more than that one, which has no place on the disk. */
  isMore: () => boolean;
}

/** Keeps what stands in the form on the disk of the till, a little behind the hand that types. */
export class DraftKeeper {
  readonly #bridge: Pick<Bridge, 'keepDraft' | 'dropDraft'>;
  readonly #unsaved: Unsaved;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** False where main surely has none. */
  #isKept = true;
  #calls = 0;
  /** What lies on the disk is nobody's any more, and there until this call to main, or a later one, is done; or null. */
  #goesWith: number | null = null;
  #again: ReturnType<typeof setTimeout> | null = null;
  #isSaving = false;
  #isHeld = false;
  /** What main has been told last: whether it is done. */
  #told: Promise<boolean> = Promise.resolve(true);

  constructor(bridge: Pick<Bridge, 'keepDraft' | 'dropDraft'>, unsaved: Unsaved) {
    this.#bridge = bridge;
    this.#unsaved = unsaved;
  }

  /** The form has changed. It is kept from the first key on, not only after the last. */
  touch(): void {
    this.#isSaving = false;
    this.#timer ??= setTimeout(() => this.flush(), KEEP_AFTER_MS);
  }

  /** What a crash has left behind is still to come back: nothing takes its place on the disk, and nothing removes it. */
  hold(): void {
    this.#isHeld = true;
  }

  /** From now on the form is kept again, as it stands. */
  release(): void {
    this.#isHeld = false;
    this.touch();
  }

  /** Keeps it now: nobody may come back to it. */
  flush(): void {
    this.#stopTimer();
    if (this.#isHeld) return;
    const draft = this.#unsaved.worth();
    if (draft === null) {
      this.#remove();
      return;
    }
    this.#isKept = true;
    // A draft that cannot be kept is no reason to stop a cashier; a save that cannot be, is told.
    this.#heed(this.#bridge.keepDraft(draft));
  }

  /** The same, and waits for main's answer: whether nothing of what was typed until now would be lost with the page. */
  async kept(): Promise<boolean> {
    const isTyped = this.#unsaved.worth() !== null;
    const isMore = this.#unsaved.isMore();
    this.flush();
    // What is to come back has its place on the disk.
    if (this.#isHeld) return !isTyped;
    const isDone = await this.#told;
    return !isTyped || (isDone && !isMore);
  }

  /** The intention is saved: main drops its draft together with it. */
  saved(): void {
    this.pause();
    this.#isSaving = false;
    if (!this.#isHeld) this.#isKept = false;
  }

  /** Nothing of it may stay: what waits takes its place on the disk, or nothing does. */
  drop(): void {
    if (this.#isKept && !this.#isHeld) this.#goesWith = this.#calls + 1;
    this.flush();
  }

  /** While a save is under way the disk is for the save. */
  pause(): void {
    this.#isSaving = true;
    this.#stopTimer();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #remove(): void {
    if (!this.#isKept) return;
    this.#isKept = false;
    this.#goesWith = this.#calls + 1;
    this.#heed(this.#bridge.dropDraft());
  }

  /** Only an answer says that what was to go is gone, or has made room. */
  #heed(answer: ReturnType<Bridge['dropDraft']>): void {
    this.#calls += 1;
    const call = this.#calls;
    const settle = (isDone: boolean) => {
      if (this.#goesWith === null || call < this.#goesWith) return isDone;
      if (isDone) this.#goesWith = null;
      else this.#again ??= setTimeout(() => this.#tryAgain(), AGAIN_AFTER_MS);
      return isDone;
    };
    this.#told = answer.then(
      ({ ok }) => settle(ok),
      () => settle(false),
    );
  }

  #tryAgain(): void {
    this.#again = null;
    if (this.#goesWith === null) return;
    if (this.#isSaving) {
      // The form of a save that is under way is not kept behind its back.
      this.#again = setTimeout(() => this.#tryAgain(), AGAIN_AFTER_MS);
      return;
    }
    this.#isKept = true;
    this.#remove();
    if (this.#unsaved.worth() !== null) this.flush();
  }
}
