/** More than a form, what was cleared from it and every number that somebody mistypes. */
const MOST_ASKED = 64;

/**
 * Of whom the window was told that this till knows nobody: where somebody else registers them before it saves, it is told so.
 * Nobody else's save tells anything: that would be a look-up that nobody has taken.
 */
export class AskedInVain {
  /** Keyed hashes, oldest first. */
  readonly #keys = new Set<string>();

  /** What the window was told of whoever has this hash. */
  note(key: string, isKnown: boolean): void {
    this.#keys.delete(key);
    if (isKnown) return;
    this.#keys.add(key);
    const [oldest = ''] = this.#keys;
    if (this.#keys.size > MOST_ASKED) this.#keys.delete(oldest);
  }

  /** Whether the last answer about it was that nobody is known; that is told once. */
  take(key: string): boolean {
    return this.#keys.delete(key);
  }
}
