/** Electron's `globalShortcut`. */
interface Shortcuts {
  register(accelerator: string, press: () => void): boolean;
  unregister(accelerator: string): void;
}

/** The one combination that reaches the program from everywhere. */
export class HotKey {
  readonly #shortcuts: Shortcuts;
  readonly #onPressed: () => void;
  #registered: string | null = null;
  #taken: string | null = null;

  constructor(shortcuts: Shortcuts, onPressed: () => void) {
    this.#shortcuts = shortcuts;
    this.#onPressed = onPressed;
  }

  /** The combination that is wished for and belongs to another program, or null. */
  get taken(): string | null {
    return this.#taken;
  }

  /** From now on it is this one, or none. The same one is tried again where it was taken. */
  set(wished: string | null): void {
    if (wished !== null && wished === this.#registered) return;
    this.clear();
    this.#taken = null;
    if (wished === null) return;
    if (this.#registers(wished)) this.#registered = wished;
    else this.#taken = wished;
  }

  clear(): void {
    if (this.#registered !== null) this.#shortcuts.unregister(this.#registered);
    this.#registered = null;
  }

  #registers(wished: string): boolean {
    try {
      return this.#shortcuts.register(wished, this.#onPressed);
    } catch {
      // A combination that this Electron does not know.
      return false;
    }
  }
}
