import type { Save } from '../../app/outbox/save.ts';

type Listener = (save: Save, before: Save | undefined) => void;

/** Tells of every version of a save that is on the disk now, and of what is heard of one. */
export class SaveNews {
  readonly #listeners = new Set<Listener>();
  readonly #ofDoubted = new Set<(save: Save) => void>();

  /** Calls back on each; returns the way to stop. `before`: what was known of it until then. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(save: Save, before: Save | undefined): void {
    for (const listener of this.#listeners) listener(save, before);
  }

  /** Calls back on each that may have left without this run's knowing, as soon as that is heard. */
  onDoubted(listener: (save: Save) => void): void {
    this.#ofDoubted.add(listener);
  }

  doubted(save: Save): void {
    for (const listener of this.#ofDoubted) listener(save);
  }
}
