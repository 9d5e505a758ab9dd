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

/** A PIN is being looked at: what holds now has to hold still when it was right. */
export interface Opening {
  ends: number;
  pinRevision: number;
}

/**
 * The manager's page is open: who gave the PIN may see and decide until it ends, some minutes after the last call, with the
 * lock of the screen, with the page, and with another PIN. It lives in the main process, so a page can neither begin nor
 * prolong one without the PIN.
 */
export class ManagerSession {
  readonly #options: ManagerSessionOptions;
  #opened: Opened | null = null;
  /** How often one was to end, also where there was none. */
  #ends = 0;

  constructor(options: ManagerSessionOptions) {
    this.#options = options;
  }

  /** To be called before the PIN is looked at, which takes a while. */
  begin(pin: Pick<ManagerPin, 'record'>): Opening {
    return { ends: this.#ends, pinRevision: revisionOf(pin) };
  }

  /**
   * The PIN was right. False, and there is no session, where what ends one has come meanwhile: the lock of the screen, the
   * end of the page, another PIN.
   */
  open(operatorId: string, pin: Pick<ManagerPin, 'record'>, opening: Opening): boolean {
    const { clock, isLocked } = this.#options;
    const { ends, pinRevision } = opening;
    if (isLocked() || ends !== this.#ends || pinRevision !== revisionOf(pin)) return false;
    const now = clock.monotonic();
    this.#opened = { operatorId, pinRevision, since: now, usedAt: now };
    return true;
  }

  /** Who is in it, or null where there is none. Whoever asks uses it. */
  use(pin: Pick<ManagerPin, 'record'>): string | null {
    const opened = this.#now(pin);
    if (opened === null) return null;
    opened.usedAt = this.#options.clock.monotonic();
    return opened.operatorId;
  }

  /** Whether there is one. What only looks keeps nobody in it. */
  isOpen(pin: Pick<ManagerPin, 'record'>): boolean {
    return this.#now(pin) !== null;
  }

  /** The one that stands, the same thing as long as it does, or null. Whoever asks uses it. */
  standing(pin: Pick<ManagerPin, 'record'>): object | null {
    return this.use(pin) === null ? null : this.#opened;
  }

  close(): void {
    this.#opened = null;
    this.#ends += 1;
  }

  #now(pin: Pick<ManagerPin, 'record'>): Opened | null {
    const opened = this.#opened;
    if (opened === null) return null;
    const now = this.#options.clock.monotonic();
    const isOver =
      this.#options.isLocked() ||
      opened.pinRevision !== revisionOf(pin) ||
      now - opened.usedAt >= SESSION_IDLE_MS ||
      now - opened.since >= LONGEST_SESSION_MS;
    if (!isOver) return opened;
    this.close();
    return null;
  }
}

function revisionOf({ record }: Pick<ManagerPin, 'record'>): number {
  return record?.revision ?? 0;
}
