import type { Draft } from '../../app/draft/draft.ts';

/**
 * Who is just being erased, which may take as long as an answer does. Until it is over no form of theirs is given to a page
 * that begins anew, nor kept on the disk: it would outlive them there.
 */
export class LeavingPeople {
  readonly #leaving = new Set<(draft: Draft) => boolean>();

  /** Whether the form is of one of them. */
  has(draft: Draft): boolean {
    return [...this.#leaving].some((isTheirs) => isTheirs(draft));
  }

  /** `isTheirs`: whether a form is of whom this work erases. */
  async during<Result>(
    isTheirs: (draft: Draft) => boolean,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#leaving.add(isTheirs);
    try {
      return await work();
    } finally {
      this.#leaving.delete(isTheirs);
    }
  }
}
