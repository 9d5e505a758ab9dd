import type { BrowserWindow, Screen } from 'electron';
import type { EventName, Told } from '../../app/ipc/bridge.ts';
import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import type { Clock } from '../clock/clock.ts';
import { sendEvent } from '../ipc/sendEvent.ts';
import { APP_PAGE } from '../window/appAddress.ts';
import type { Page } from './companion.ts';
import type { KeptWindow } from './keptWindow.ts';
import { UnderDialogs } from './underDialogs.ts';
import { type KeptPlace, placeAfterChange, type Rectangle, windowPlace } from './windowPlace.ts';

/** A window that is dragged tells of every pixel; where it has come to rest is kept after this time (ms). */
const KEEP_AFTER_MS = 500;

export interface PageWindowOptions {
  /** Makes the window, not in sight yet. */
  create: (place: KeptPlace, choices: FullWindowChoices) => BrowserWindow;
  screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on' | 'off'>;
  clock: Pick<Clock, 'after'>;
  kept: Pick<KeptWindow, 'place' | 'keep'>;
  choices: () => FullWindowChoices;
  onCloseAsked: () => void;
  /** The window was made, or is gone, whoever has ended it. */
  onMade: () => void;
  onGone: () => void;
  /** What the page had open goes: its process has died, another document has its place, or the window was put away. */
  onLeft: () => void;
  /** The page, or its window with it, has ended, and not by `end`. */
  onEnded: (reason: string) => void;
  onUnresponsive: () => void;
  onResponsive: () => void;
  onSessionEnds: (sign: string) => void;
}

const SCREEN_SIGNS = ['display-added', 'display-removed', 'display-metrics-changed'] as const;

/** Windows tells a window when its user's session ends: first it asks, then it is over. */
const SESSION_SIGNS = ['query-session-end', 'session-end'] as const;

/** The one window with the page, made when it is wanted and gone when it is not. */
export class PageWindow implements Page {
  readonly #options: PageWindowOptions;
  readonly #followScreens = () => this.#fit();
  readonly #dialogs = new UnderDialogs();
  #window: BrowserWindow | null = null;
  /** It wants to be seen as soon as it has something to show. */
  #isWanted = false;
  /** How it was last to be seen; null: not at all. */
  #seen: 'front' | 'minimized' | null = null;
  /** The page's process has ended, and nothing was loaded since. */
  #isDead = false;
  /** Asks for the page's word that what was typed is kept: the number of the last one, and who waits for its answer. */
  #asked = 0;
  #onKept = (_isKept: boolean) => {};
  /** What of the choices the window shows. */
  #applied: FullWindowChoices | null = null;
  #cancelKeeping = () => {};
  #isShown = () => {};
  /** Resolves when a page has something to show for the first time. */
  readonly shown = new Promise<void>((resolve) => {
    this.#isShown = resolve;
  });

  constructor(options: PageWindowOptions) {
    this.#options = options;
    for (const sign of SCREEN_SIGNS)
      options.screen.on(sign as 'display-added', this.#followScreens);
  }

  /** Null: there is none. */
  get current(): BrowserWindow | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window;
  }

  get isThere(): boolean {
    return this.current !== null;
  }

  /** The system's number of the page's process; 0: there is none. */
  get process(): number {
    return this.#isDead ? 0 : (this.current?.webContents.getOSProcessId() ?? 0);
  }

  isInFront(): boolean {
    const window = this.current;
    return window?.isVisible() === true && window.isFocused();
  }

  show(how: 'front' | 'minimized'): void {
    this.#seen = how;
    const window = this.current;
    if (window === null) {
      this.#make(how);
      return;
    }
    this.#isWanted = true;
    if (how === 'minimized') {
      // One that is hidden stands in no list of windows, minimised or not.
      if (!window.isVisible()) window.showInactive();
      window.minimize();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.moveTop();
    window.focus();
  }

  hide(): void {
    this.#isWanted = false;
    this.#seen = null;
    this.#leave();
    this.current?.hide();
  }

  minimize(): void {
    this.#seen = 'minimized';
    this.#leave();
    this.current?.minimize();
  }

  end(): void {
    this.#cancelKeeping();
    // The page is not asked: one that wants to stay, or never answers, would hold up a till that ends.
    const window = this.current;
    // What its end tells is no death of a page.
    this.#window = null;
    this.#seen = null;
    this.#onKept(true);
    if (window === null) return;
    this.#options.onGone();
    this.#dialogs.letGo(window);
  }

  /** Shows a dialog of the system over the window, which stays as long as that is open; null: there is no window. */
  async under<Answer>(ask: (window: BrowserWindow) => Promise<Answer>): Promise<Answer | null> {
    const window = this.current;
    return window === null ? null : this.#dialogs.during(window, () => ask(window));
  }

  keepTyped(): Promise<boolean> {
    const before = this.#onKept;
    if (!this.isThere || this.#isDead) {
      before(true);
      return Promise.resolve(true);
    }
    this.#asked += 1;
    this.send('keepAsked', { question: this.#asked });
    return new Promise((resolve) => {
      this.#onKept = (isKept) => {
        // A later answer says it also of what was typed before.
        before(isKept);
        resolve(isKept);
        this.#onKept = () => {};
      };
    });
  }

  /** The page has said of the question that it was asked with `keepTyped` whether what was typed until then is kept. */
  toldKept(question: number, isKept: boolean): void {
    if (question === this.#asked) this.#onKept(isKept);
  }

  load(): void {
    if (this.current === null && this.#seen !== null) this.#make(this.#seen);
    else void this.#load();
  }

  async #load(): Promise<void> {
    // Going back would lead into the document that has died, and load that anew. What is left is its own place, which the
    // page that is loaded takes: no script gives its document another address (the preload script). As long as no page is
    // there, no script sees a window without somewhere to go back to.
    if (this.#isDead) this.current?.webContents.clearHistory();
    this.#isDead = false;
    await this.current?.loadURL(APP_PAGE).catch(() => undefined);
  }

  crash(): void {
    this.current?.webContents.forcefullyCrashRenderer();
  }

  askForPhone(): void {
    this.send('phoneAsked', null);
  }

  askForForm(): void {
    this.send('formAsked', null);
  }

  /** Nobody hears it where there is no page. */
  send<Name extends EventName>(name: Name, told: Told<Name>): void {
    const window = this.current;
    if (window !== null) sendEvent(window.webContents, name, told);
  }

  setTitle(title: string): void {
    this.current?.setTitle(title);
  }

  /** The choices may have changed, or are known now: the window becomes as they say. */
  choose(): void {
    const window = this.current;
    const before = this.#applied;
    if (window === null || before === null) return;
    this.#applied = this.#options.choices();
    const { dock, alwaysOnTop, kiosk } = this.#applied;
    if (alwaysOnTop !== before.alwaysOnTop) window.setAlwaysOnTop(alwaysOnTop);
    if (kiosk !== before.kiosk) window.setKiosk(kiosk);
    if (kiosk || dock === before.dock) return;
    const { bounds, isMaximized } = this.#place();
    if (window.isMaximized()) window.unmaximize();
    window.setBounds(bounds);
    if (isMaximized) window.maximize();
  }

  /** No screen is watched any more. */
  close(): void {
    const { screen } = this.#options;
    for (const sign of SCREEN_SIGNS) screen.off(sign as 'display-added', this.#followScreens);
  }

  /** Whoever brings it back need not be who puts it away: what a PIN has opened ends, here and in the page. */
  #leave(): void {
    this.#options.onLeft();
    this.send('putAway', null);
  }

  #make(how: 'front' | 'minimized'): void {
    const { create, choices, onMade, onCloseAsked, onSessionEnds } = this.#options;
    const { onUnresponsive, onResponsive, onLeft } = this.#options;
    const place = this.#place();
    this.#applied = choices();
    const window = create(place, this.#applied);
    this.#window = window;
    this.#isWanted = true;
    onMade();
    window.once('ready-to-show', () => {
      this.#isShown();
      if (!this.#isWanted || window.isDestroyed()) return;
      if (how === 'minimized') {
        window.minimize();
        return;
      }
      // That shows it as well.
      if (place.isMaximized && !choices().kiosk) window.maximize();
      window.show();
      window.focus();
    });
    window.on('close', (event) => {
      // One whose page was ended waits for its dialog alone, and a program that quits for neither.
      if (this.#window !== window) return;
      event.preventDefault();
      if (!this.#dialogs.has(window)) onCloseAsked();
    });
    for (const sign of ['move', 'resize', 'maximize', 'unmaximize'] as const)
      window.on(sign as 'move', () => this.#keepPlace(window));
    // Its title is the program's word, whatever a page calls itself.
    window.on('page-title-updated', (event) => event.preventDefault());
    // Whatever reason the system names, a page that nobody has ended has died.
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      onLeft();
      if (this.#window === window) this.#ended(reason);
    });
    window.webContents.on('did-navigate', () => onLeft());
    // A page can close its own window, and is not asked then.
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      this.#options.onGone();
      this.#ended('closed');
    });
    window.on('unresponsive', onUnresponsive);
    window.on('responsive', onResponsive);
    for (const sign of SESSION_SIGNS) window.on(sign as 'session-end', () => onSessionEnds(sign));
    void this.#load();
  }

  #ended(reason: string): void {
    this.#cancelKeeping();
    this.#onKept(true);
    // One end, of which the system tells twice.
    const isNew = !this.#isDead;
    this.#isDead = true;
    if (isNew) this.#options.onEnded(reason);
  }

  #areas(): [Rectangle, ...Rectangle[]] {
    const { screen } = this.#options;
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
    return [main.workArea, ...others.map(({ workArea }) => workArea)];
  }

  #place(): KeptPlace {
    const { kept, choices } = this.#options;
    return windowPlace(this.#areas(), kept.place, choices());
  }

  #keepPlace(window: BrowserWindow): void {
    const { clock, kept, choices } = this.#options;
    this.#cancelKeeping();
    this.#cancelKeeping = clock.after(KEEP_AFTER_MS, () => {
      if (window.isDestroyed() || window.isMinimized() || !window.isVisible()) return;
      const { dock, kiosk } = choices();
      if (dock !== 'none' || kiosk) return;
      const place = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
      kept.keep({ place });
    });
  }

  #fit(): void {
    const window = this.current;
    const choices = this.#options.choices();
    if (window === null || window.isMaximized() || choices.kiosk) return;
    const bounds = placeAfterChange(this.#areas(), window.getBounds(), choices);
    if (bounds !== null) window.setBounds(bounds);
  }
}
