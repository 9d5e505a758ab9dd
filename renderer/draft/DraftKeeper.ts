import type { Draft } from '../../app/draft/draft.ts';
import type { Bridge } from '../../app/ipc/bridge.ts';

/** What is typed is on the disk this long after the key (ms), and the disk's own time. */
const KEEP_AFTER_MS = 250;

/** Keeps what stands in the form on the disk of the till, a little behind the hand that types. */
export class DraftKeeper {
  readonly #bridge: Pick<Bridge, 'keepDraft' | 'dropDraft'>;
  readonly #read: () => Draft | null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** False where main surely has none. */
  #isKept = true;
  #isHeld = false;

  /** `read`: the form as it stands, or null when there is nothing in it. */
  constructor(bridge: Pick<Bridge, 'keepDraft' | 'dropDraft'>, read: () => Draft | null) {
    this.#bridge = bridge;
    this.#read = read;
  }

  /** The form has changed. It is kept from the first key on, not only after the last. */
  touch(): void {
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
    this.pause();
    if (this.#isHeld) return;
    const draft = this.#read();
    if (draft === null) this.drop();
    else {
      this.#isKept = true;
      // A draft that cannot be kept is no reason to stop a cashier; a save that cannot be, is told.
      this.#bridge.keepDraft(draft).catch(() => undefined);
    }
  }

  /** The intention is saved: main drops its draft together with it. */
  saved(): void {
    this.pause();
    if (!this.#isHeld) this.#isKept = false;
  }

  /** Nothing of it may stay. */
  drop(): void {
    this.pause();
    if (!this.#isKept || this.#isHeld) return;
    this.#isKept = false;
    this.#bridge.dropDraft().catch(() => undefined);
  }

  /** While a save is under way the disk is for the save. */
  pause(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
