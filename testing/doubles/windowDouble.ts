import { EventEmitter } from 'node:events';
import type { BrowserWindow, Screen } from 'electron';

/** Electron's window, as far as the program steers it: what was done to it, and the events that Electron would send. */
export class WindowDouble extends EventEmitter {
  /** The channels of what was told to its page, in order. */
  readonly sent: string[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    send: (channel: string) => void this.sent.push(channel),
    forcefullyCrashRenderer: () => {},
    clearHistory: () => {},
  });
  title = '';
  setTitle(title: string): void {
    this.title = title;
  }
  isGone = false;
  #isVisible = false;
  #isFocused = false;
  isDestroyed = () => this.isGone;
  isVisible = () => this.#isVisible;
  isFocused = () => this.#isFocused;
  #isMinimized = false;
  isMinimized = () => this.#isMinimized;
  minimize(): void {
    this.#isMinimized = true;
    this.#isFocused = false;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  moveTop(): void {}
  loadURL = async () => undefined;

  show(): void {
    this.#isVisible = true;
  }
  focus(): void {
    this.#isFocused = true;
  }
  hide(): void {
    this.#isVisible = false;
    this.#isFocused = false;
  }
  destroy(): void {
    this.isGone = true;
    this.emit('closed');
  }
  /** As by its own button. True: nobody has kept it from closing. */
  close(): boolean {
    return this.#tells('close');
  }
  /** A script of the page has named it so. */
  pageTitled(title: string): void {
    if (this.#tells('page-title-updated')) this.title = title;
  }

  #tells(event: string): boolean {
    let isPrevented = false;
    this.emit(event, {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    return !isPrevented;
  }

  /** For what takes Electron's own. */
  get asWindow(): BrowserWindow {
    return this as unknown as BrowserWindow;
  }
}

/** One screen of a usual size, at which nothing changes. */
export function oneScreen(): Screen {
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  return Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
  }) as unknown as Screen;
}
