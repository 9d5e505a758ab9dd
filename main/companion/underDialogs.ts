import type { BrowserWindow } from 'electron';

/**
 * Windows that dialogs of the system stand over. A dialog gives the focus back to its window when it is answered, and where
 * that was gone by then it could end the whole program (Electron 25, Linux): so a window stays until then, though nobody's.
 */
export class UnderDialogs {
  readonly #open = new Map<BrowserWindow, number>();
  readonly #isToGo = new WeakSet<BrowserWindow>();

  has(window: BrowserWindow): boolean {
    return this.#open.has(window);
  }

  async during<Answer>(window: BrowserWindow, ask: () => Promise<Answer>): Promise<Answer> {
    this.#count(window, 1);
    try {
      return await ask();
    } finally {
      this.#count(window, -1);
      if (!this.has(window) && this.#isToGo.has(window)) window.destroy();
    }
  }

  /** Destroys it, now or when its last dialog is answered; its page ends now, and is not asked. */
  letGo(window: BrowserWindow): void {
    if (!this.has(window)) {
      window.destroy();
      return;
    }
    this.#isToGo.add(window);
    window.hide();
    window.webContents.forcefullyCrashRenderer();
  }

  #count(window: BrowserWindow, by: 1 | -1): void {
    const count = (this.#open.get(window) ?? 0) + by;
    if (count === 0) this.#open.delete(window);
    else this.#open.set(window, count);
  }
}
