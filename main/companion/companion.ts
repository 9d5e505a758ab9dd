import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { PageFaults } from './pageFaults.ts';

/** What was typed last is on the disk by then (ms): the page keeps it a quarter of a second behind the hand. */
export const TYPED_IS_KEPT_MS = 500;

/** Whoever has put the window away by its key comes back soon; after this time (ms) the page's memory is given back. */
const KEPT_HIDDEN_MS = 15 * 60_000;

/** How long a page that the system calls unresponsive may go on so (ms). */
const UNRESPONSIVE_MS = 10_000;

/** A page whose process has ended is loaded again after this time (ms). */
const PAUSE_AFTER_END_MS = 1_000;

/** The window with its page, of which there is one or none. */
export interface Page {
  readonly isThere: boolean;
  /** In sight, with the focus. */
  isInFront(): boolean;
  /** Makes it where there is none. `front`: over everything else, with the focus. */
  show(how: 'front' | 'minimized'): void;
  hide(): void;
  minimize(): void;
  /** Takes window and page away. */
  end(): void;
  load(): void;
  /** Ends its process. */
  crash(): void;
  /** The focus belongs into the phone field. */
  askForPhone(): void;
}

export interface Words {
  /** Of the system, beside the tray. */
  sayInTray(): void;
  /** Where no tray keeps the program in sight. */
  askClosing(): Promise<'minimize' | 'quit' | 'stay'>;
  askQuitting(): Promise<boolean>;
  /** The page has died again and again. Goes when `signal` says so. */
  askAgain(signal: AbortSignal): Promise<'again' | 'quit'>;
}

export interface CompanionParts {
  page: Page;
  words: Words;
  faults: PageFaults;
  clock: Pick<Clock, 'after'>;
  log: Log;
  choices: () => FullWindowChoices;
  hasSaidTray: () => boolean;
  keepSaidTray: () => void;
  /** Ends the program in order. */
  quit: () => void;
}

/** When the program is in sight, when it is not, and what its page's death means: `docs/companion.md`. */
export class Companion {
  readonly #parts: CompanionParts;
  /** True from the moment on when the till is open and sends. */
  #isOpen = false;
  #hasTray = false;
  #isEnding = false;
  #isAsking = false;
  #stopHiding = () => {};
  #stopWaiting = () => {};
  #box: AbortController | null = null;

  constructor(parts: CompanionParts) {
    this.#parts = parts;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** The till is open. `isHidden`: it was started with the session, and nobody asked for its window. */
  begin({ hasTray, isHidden }: { hasTray: boolean; isHidden: boolean }): void {
    const { page, choices } = this.#parts;
    this.#isOpen = true;
    this.#hasTray = hasTray;
    // Somebody has seen it already, or it fills the screen whoever started it.
    if (page.isThere || !isHidden || choices().kiosk) this.bringUp();
    else if (!hasTray) page.show('minimized');
  }

  /** Somebody wants to see it. */
  bringUp(): void {
    if (this.#isEnding) return;
    this.#stopHiding();
    if (this.#box !== null) {
      this.#box.abort();
      this.#box = null;
      this.#parts.faults.forgive();
    }
    this.#parts.page.show('front');
  }

  /** The hot key. */
  press(): void {
    const { page, choices } = this.#parts;
    if (page.isInFront()) {
      if (choices().kiosk) return;
      if (this.#hasTray) this.#hide(KEPT_HIDDEN_MS);
      else page.minimize();
      return;
    }
    this.bringUp();
    page.askForPhone();
  }

  /** Somebody closes the window. */
  async closeAsked(): Promise<void> {
    const { page, words, choices, quit, hasSaidTray, keepSaidTray } = this.#parts;
    if (this.#isEnding) {
      page.end();
      return;
    }
    if (!this.#isOpen) {
      this.end();
      page.end();
      quit();
      return;
    }
    if (choices().kiosk || this.#isAsking) return;
    if (this.#hasTray) {
      this.#hide(TYPED_IS_KEPT_MS);
      if (hasSaidTray()) return;
      keepSaidTray();
      words.sayInTray();
      return;
    }
    const answer = await this.#ask(() => words.askClosing());
    if (answer === 'minimize') page.minimize();
    if (answer === 'quit') quit();
  }

  /** Somebody wants the program to end. */
  async quitAsked(): Promise<void> {
    if (this.#isEnding || this.#isAsking) return;
    if (await this.#ask(() => this.#parts.words.askQuitting())) this.#parts.quit();
  }

  /** The program ends: nothing comes up any more. */
  end(): void {
    this.#isEnding = true;
    this.#stopHiding();
    this.#stopWaiting();
    this.#box?.abort();
    this.#parts.page.hide();
  }

  /** The page's process has ended against its will. */
  pageEnded(reason: string): void {
    const { page, faults, clock, log } = this.#parts;
    this.#stopWaiting();
    const next = faults.note();
    log.error('page ended', { reason, count: faults.count });
    if (this.#isEnding) return;
    if (next === 'load') {
      clock.after(PAUSE_AFTER_END_MS, () => {
        if (!this.#isEnding && this.#box === null) page.load();
      });
      return;
    }
    page.end();
    void this.#tellGone();
  }

  /** The system says that the page answers nothing, or that it does again. */
  pageIsUnresponsive(): void {
    const { page, clock, log } = this.#parts;
    this.#stopWaiting();
    log.warn('page unresponsive');
    this.#stopWaiting = clock.after(UNRESPONSIVE_MS, () => page.crash());
  }

  pageIsResponsive(): void {
    this.#stopWaiting();
  }

  async #tellGone(): Promise<void> {
    if (this.#box !== null) return;
    const box = new AbortController();
    this.#box = box;
    const answer = await this.#parts.words.askAgain(box.signal).catch(() => 'again' as const);
    if (this.#box !== box) return;
    if (answer === 'again') {
      this.bringUp();
      return;
    }
    this.#box = null;
    await this.quitAsked();
    // Whoever stays wants to work.
    if (!this.#isEnding) this.bringUp();
  }

  #hide(keptFor: number): void {
    const { page, clock } = this.#parts;
    this.#stopHiding();
    page.hide();
    this.#stopHiding = clock.after(keptFor, () => page.end());
  }

  /** One question at a time: a second close while it is open asks nothing. */
  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
    this.#isAsking = true;
    try {
      return await question();
    } finally {
      this.#isAsking = false;
    }
  }
}
