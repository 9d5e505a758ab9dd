import type { TrayPlace } from './companion.ts';

/** An icon in the tray; `Shown` is what it shows. */
interface Icon<Shown> {
  show(shown: Shown): void;
  close(): void;
}

export interface KeptTrayOptions<Shown> {
  /** Whether somebody draws a tray now. */
  ask: () => Promise<boolean>;
  /** Null where the system takes no icon. */
  open: () => Icon<Shown> | null;
  /** The icon has come or gone. */
  onChanged: () => void;
}

/** The icon, as long as somebody draws it: desktops begin late, and their panels end and come back. */
export class KeptTray<Shown> implements TrayPlace {
  readonly #options: KeptTrayOptions<Shown>;
  #icon: Icon<Shown> | null = null;
  #shown: Shown | null = null;
  #looks = 0;
  #isClosed = false;

  constructor(options: KeptTrayOptions<Shown>) {
    this.#options = options;
  }

  get isThere(): boolean {
    return this.#icon !== null;
  }

  /** `asked`: the answer, where somebody has asked already. */
  async look(asked?: Promise<boolean>): Promise<boolean> {
    this.#looks += 1;
    const look = this.#looks;
    const isSeen = await (asked ?? this.#options.ask());
    // Of two answers the one to the later question is right.
    if (look === this.#looks && !this.#isClosed) this.#be(isSeen);
    return this.isThere;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#icon?.show(shown);
  }

  close(): void {
    this.#isClosed = true;
    this.#icon?.close();
    this.#icon = null;
  }

  #be(isSeen: boolean): void {
    if (isSeen === this.isThere) return;
    this.#icon?.close();
    this.#icon = isSeen ? this.#options.open() : null;
    if (this.#shown !== null) this.#icon?.show(this.#shown);
    if (isSeen === this.isThere) this.#options.onChanged();
  }
}
