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

  constructor(options: ManagerSessionOptions) {
    this.#options = options;
  }

  /** The PIN was right. */
  open(operatorId: string, pin: Pick<ManagerPin, 'record'>): void {
    const now = this.#options.clock.monotonic();
    this.#opened = {
      operatorId,
      pinRevision: pin.record?.revision ?? 0,
      since: now,
      usedAt: now,
    };
  }

  /** Whether somebody is in it, or might be. Whoever only looks does not prolong it. */
  get isOpen(): boolean {
    const opened = this.#opened;
    return opened !== null && !this.#isOver(opened);
  }

  /** Who is in it, or null where there is none. Whoever asks uses it. */
  use(pin: Pick<ManagerPin, 'record'>): string | null {
    const opened = this.#opened;
    if (opened === null) return null;
    if (opened.pinRevision !== (pin.record?.revision ?? 0) || this.#isOver(opened)) {
      this.close();
      return null;
    }
    opened.usedAt = this.#options.clock.monotonic();
    return opened.operatorId;
  }

  #isOver({ usedAt, since }: Opened): boolean {
    const now = this.#options.clock.monotonic();
    return (
      this.#options.isLocked() ||
      now - usedAt >= SESSION_IDLE_MS ||
      now - since >= LONGEST_SESSION_MS
    );
  }

  close(): void {
    this.#opened = null;
  }
}
