import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { PageFaults } from './pageFaults.ts';
import { PutAwayPage } from './putAwayPage.ts';
import type { TypedGiven } from './typedGiven.ts';

/** Whoever wants the program to end waits no longer (ms) than this for a busy page before he is asked. */
const BEFORE_QUESTION_MS = 500;

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
  /** Resolves once the page has said whether what was typed is kept; true at once where there is no page to say it. */
  keepTyped(): Promise<boolean>;
  /** Takes window and page away. */
  end(): void;
  /** Loads it again; where its window has gone as well, one is made where it was to be seen. */
  load(): void;
  /** Ends its process. */
  crash(): void;
  /** The focus belongs into the phone field. */
  askForPhone(): void;
  /** The same where the form is empty: nobody at the till has asked for it. */
  askForForm(): void;
}

export interface Words {
  /** Of the system, beside the tray. */
  sayInTray(): void;
  /** Where no tray keeps the program in sight. `isTypedKept`: nothing of what was typed would go with the program. */
  askClosing(isTypedKept: boolean): Promise<'minimize' | 'quit' | 'stay'>;
  askQuitting(isTypedKept: boolean): Promise<boolean>;
  /** The page has died again and again. Goes when `signal` says so. `mayQuit`: whether it offers that. */
  askAgain(signal: AbortSignal, mayQuit: boolean): Promise<'again' | 'quit'>;
}

/** Where an icon keeps the program in sight while its window is not. */
export interface TrayPlace {
  /** As far as it is known. */
  readonly isThere: boolean;
  /** Asks now, and gives the same. */
  look(): Promise<boolean>;
}

export interface CompanionParts {
  page: Page;
  words: Words;
  faults: PageFaults;
  typed: Pick<TypedGiven, 'standing'>;
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
  #tray: TrayPlace = { isThere: false, look: async () => false };
  /** It was put away, and is found in the tray alone. */
  #isAway = false;
  #isEnding = false;
  #isAsking = false;
  readonly #putAway: PutAwayPage;
  /** What was begun for the page that is there now: no other page is to feel it. */
  #stopWaiting = () => {};
  #stopLoading = () => {};
  #box: AbortController | null = null;

  constructor(parts: CompanionParts) {
    this.#parts = parts;
    const { page, typed, clock } = parts;
    this.#putAway = new PutAwayPage({ page, typed, clock, end: () => this.#endPage() });
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** The till is open. `isHidden`: it was started with the session, and nobody asked for its window. */
  begin({ tray, isHidden }: { tray: TrayPlace; isHidden: boolean }): void {
    const { page, choices } = this.#parts;
    this.#isOpen = true;
    this.#tray = tray;
    // Somebody has seen it already, or it fills the screen whoever started it.
    if (page.isThere || !isHidden || choices().kiosk) this.bringUp();
    else {
      this.#isAway = true;
      this.trayChanged();
    }
  }

  /** The icon in the tray has come or gone. What is found there alone comes to where it is seen, in nobody's way. */
  trayChanged(): void {
    if (this.#tray.isThere || !this.#isAway || this.#isEnding || this.#box !== null) return;
    this.#comeBack('minimized');
  }

  /** Somebody wants to see it. */
  bringUp(): void {
    if (this.#isEnding) return;
    if (this.#box !== null) {
      this.#box.abort();
      this.#box = null;
      this.#parts.faults.forgive();
    }
    this.#comeBack('front');
  }

  /** The hot key. */
  press(): void {
    const { page, choices } = this.#parts;
    if (page.isInFront()) {
      if (choices().kiosk) return;
      if (this.#tray.isThere) {
        this.#hide(KEPT_HIDDEN_MS);
        // A key waits for nobody's answer: where nobody draws the icon any more, the window comes back.
        void this.#tray.look();
      } else page.minimize();
      return;
    }
    this.bringUp();
    page.askForPhone();
  }

  /** A link was opened, by whichever program: the window comes, and what is being done in it goes on. */
  linkOpened(): void {
    this.bringUp();
    this.#parts.page.askForForm();
  }

  /** Somebody closes the window. */
  async closeAsked(): Promise<void> {
    const { page, words, choices, quit, hasSaidTray, keepSaidTray } = this.#parts;
    if (this.#isEnding) {
      this.#endPage();
      return;
    }
    if (!this.#isOpen) {
      this.end();
      this.#endPage();
      quit();
      return;
    }
    if (choices().kiosk || this.#isAsking) return;
    const hasTray = await this.#ask(() => this.#tray.look());
    if (this.#isEnding || choices().kiosk) return;
    if (hasTray) {
      this.#hide(0);
      if (hasSaidTray()) return;
      keepSaidTray();
      words.sayInTray();
      return;
    }
    const answer = await this.#askToEnd((isTypedKept) => words.askClosing(isTypedKept));
    if (answer === 'minimize') page.minimize();
    if (answer === 'quit' && !choices().kiosk) quit();
  }

  /** Somebody wants the program to end. A kiosk ends by nothing but the manager's settings. */
  async quitAsked(): Promise<void> {
    if (this.#isEnding || this.#isAsking || this.#parts.choices().kiosk) return;
    const { words, choices, quit } = this.#parts;
    const isWanted = await this.#askToEnd((isTypedKept) => words.askQuitting(isTypedKept));
    // What the manager has chosen meanwhile counts.
    if (isWanted && !choices().kiosk) quit();
  }

  /** The program ends: nothing comes up any more. */
  end(): void {
    this.#isEnding = true;
    this.#putAway.stop();
    this.#forgetPage();
    this.#box?.abort();
    this.#parts.page.hide();
  }

  /** Whether nothing is known of what was typed that would go with the page, which is waited for so long (ms) at the most. */
  keepTyped(within: number): Promise<boolean> {
    return this.#putAway.keepTyped(within);
  }

  /** The page has ended and nobody here has ended it: its process, or its window with it. */
  pageEnded(reason: string): void {
    const { page, faults, clock, log } = this.#parts;
    this.#forgetPage();
    const next = faults.note();
    log.error('page ended', { reason, count: faults.count });
    if (this.#isEnding) return;
    if (next === 'load') {
      this.#stopLoading = clock.after(PAUSE_AFTER_END_MS, () => {
        if (this.#box === null) page.load();
      });
      return;
    }
    this.#endPage();
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
    const { words, choices } = this.#parts;
    const asked = words.askAgain(box.signal, !choices().kiosk);
    const answer = await asked.catch(() => 'again' as const);
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

  /** Out of sight; after `keptFor` (ms), and once what was typed is kept, the page's memory is given back. */
  #hide(keptFor: number): void {
    this.#putAway.stop();
    this.#isAway = true;
    this.#parts.page.hide();
    this.#putAway.begin(keptFor);
  }

  #comeBack(how: 'front' | 'minimized'): void {
    const { page } = this.#parts;
    this.#putAway.stop();
    this.#isAway = false;
    // What was to be done to the page that is gone is not done to this one.
    if (!page.isThere) this.#forgetPage();
    page.show(how);
  }

  #endPage(): void {
    this.#forgetPage();
    this.#parts.page.end();
  }

  #forgetPage(): void {
    this.#stopWaiting();
    this.#stopLoading();
  }

  /** Whoever may end the program hears whether something of what was typed would go with it. */
  #askToEnd<Answer>(question: (isTypedKept: boolean) => Promise<Answer>): Promise<Answer | null> {
    return this.#ask(async () => {
      const isTypedKept = await this.#putAway.isKnownKept(BEFORE_QUESTION_MS);
      return this.#isEnding ? null : question(isTypedKept);
    });
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
