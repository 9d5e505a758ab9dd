import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTill, withCuts } from './cuts.ts';

/** The data folder of a till, and what becomes of it: copies, and what a crash leaves. */
export class TillFolders {
  /** Where everything of this world lies. */
  readonly place = mkdtempSync(join(tmpdir(), 'tillside-keys-'));
  #count = 0;
  #current = this.#next();

  constructor() {
    mkdirSync(this.#current);
  }

  get current(): string {
    return this.#current;
  }

  /** A new PC, with an empty one. */
  replace(): void {
    this.#current = this.#next();
    mkdirSync(this.#current);
  }

  copy(): string {
    const to = this.#next();
    copyTill(this.#current, to);
    return to;
  }

  /**
   * Does something, and goes on with the folder as it was at one of the writes of it (`at`: 0 to 1), or after `stop`.
   * Gives which of the cuts that is; `onCut` is called at each.
   */
  async cutIn(
    act: () => Promise<void>,
    at: number,
    stop: () => Promise<void>,
    onCut: () => void = () => undefined,
  ): Promise<number> {
    const cuts: string[] = [];
    const cut = () => {
      cuts.push(this.copy());
      onCut();
    };
    await withCuts(act, cut);
    await stop();
    cut();
    const chosen = Math.floor(at * cuts.length);
    this.#current = cuts[chosen] ?? this.#current;
    return chosen;
  }

  async remove(): Promise<void> {
    await rm(this.place, { recursive: true, force: true });
  }

  #next(): string {
    this.#count += 1;
    return join(this.place, `data-${this.#count}`);
  }
}
