import type { Draft } from '../../app/draft/draft.ts';

/**
 * Who is just being erased, which may take as long as an answer does. Until it is over no form of theirs is given to a page
 * that begins anew, nor kept on the disk: it would outlive them there. Nobody's is kept meanwhile: whether one is says whose
 * it is, and a program in the page has 10,000 numbers for a mask. The latest waits here.
 */
export class LeavingPeople {
  readonly #keep: (draft: Draft) => Promise<unknown>;
  readonly #leaving = new Set<(draft: Draft) => boolean>();
  #waiting: Draft | null = null;

  /** `keep`: stores a form, once nobody is being erased and it is of nobody who was. */
  constructor(keep: (draft: Draft) => Promise<unknown>) {
    this.#keep = keep;
  }

  get isAnybody(): boolean {
    return this.#leaving.size > 0;
  }

  /** The form that was given last meanwhile, or null. */
  get waiting(): Draft | null {
    return this.#waiting;
  }

  /** Whether the form is of one of them. */
  has(draft: Draft): boolean {
    return [...this.#leaving].some((isTheirs) => isTheirs(draft));
  }

  /** It is given while somebody is being erased. */
  wait(draft: Draft): void {
    this.#waiting = draft;
  }

  /** What waits was cleared. */
  forgetWaiting(): void {
    this.#waiting = null;
  }

  /** `isTheirs`: whether a form is of whom this work erases; where that comes to nothing, its result is not `ok`. */
  async during<Result extends { ok: boolean }>(
    isTheirs: (draft: Draft) => boolean,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#leaving.add(isTheirs);
    // Where it breaks off nobody can say that they are still here.
    let isErased = true;
    try {
      const result = await work();
      isErased = result.ok;
      return result;
    } finally {
      this.#leaving.delete(isTheirs);
      if (isErased && this.#waiting !== null && isTheirs(this.#waiting)) this.#waiting = null;
      await this.#keepWaiting();
    }
  }

  async #keepWaiting(): Promise<void> {
    const draft = this.#waiting;
    if (this.isAnybody || draft === null) return;
    this.#waiting = null;
    await this.#keep(draft);
  }
}
