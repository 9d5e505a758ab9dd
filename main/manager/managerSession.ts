import type { Clock } from '../clock/clock.ts';
import type { ManagerPin } from '../settings/managerPin.ts';

/** A session in which nobody calls ends after this (ms). */
export const SESSION_IDLE_MS = 5 * 60 * 1_000;

/** However busy, nobody goes on for longer than this on one PIN (ms). */
export const LONGEST_SESSION_MS = 60 * 60 * 1_000;

export interface ManagerSessionOptions {
  clock: Pick<Clock, 'monotonic'>;
  /** Whether the screen is locked: then there is no session. */
  isLocked: () => boolean;
}

interface Opened {
  operatorId: string;
  /** Of the PIN that opened it: another PIN is another manager. */
  pinRevision: number;
  /** Monotonic, ms. */
  since: number;
  usedAt: number;
}

/**
 * The manager's page is open: who gave the PIN may see and decide until it ends, some minutes after the last call, with the
 * lock of the screen, with the page, and with another PIN. It lives in the main process, so a page can neither begin nor
 * prolong one without the PIN.
 */
export class ManagerSession {
  readonly #options: ManagerSessionOptions;
  #opened: Opened | null = null;
  #endings = 0;

  constructor(options: ManagerSessionOptions) {
    this.#options = options;
  }

  /** How often one was ended, or would have been: the page went, or the screen was locked. */
  get endings(): number {
    return this.#endings;
  }

  /**
   * The PIN was right. False where the page has gone since it was given, or the screen is locked: `endings` of then.
   */
  open(operatorId: string, pin: Pick<ManagerPin, 'record'>, endings: number): boolean {
    if (endings !== this.#endings || this.#options.isLocked()) return false;
    const now = this.#options.clock.monotonic();
    this.#opened = {
      operatorId,
      pinRevision: pin.record?.revision ?? 0,
      since: now,
      usedAt: now,
    };
    return true;
  }

  /** Who is in it, or null where there is none. Whoever asks uses it. */
  use(pin: Pick<ManagerPin, 'record'>): string | null {
    const opened = this.#opened;
    if (opened === null) return null;
    const now = this.#options.clock.monotonic();
    const isOver =
      this.#options.isLocked() ||
      opened.pinRevision !== (pin.record?.revision ?? 0) ||
      now - opened.usedAt >= SESSION_IDLE_MS ||
      now - opened.since >= LONGEST_SESSION_MS;
    if (isOver) {
      this.#opened = null;
      return null;
    }
    opened.usedAt = now;
    return opened.operatorId;
  }

  /** The one that stands, the same thing as long as it does, or null. Whoever asks uses it. */
  standing(pin: Pick<ManagerPin, 'record'>): object | null {
    return this.use(pin) === null ? null : this.#opened;
  }

  close(): void {
    this.#endings += 1;
    this.#opened = null;
  }
}
