import type { Save } from '../../app/outbox/save.ts';

type Listener = (save: Save, before: Save | undefined) => void;

/** Tells of every version of a save that is on the disk now. */
export class SaveNews {
  readonly #listeners = new Set<Listener>();

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
}
