import type { Handlers } from '../ipc/handle.ts';

/**
 * What became of the form that the page has given to be kept last: `nothing` where there is none, or it is saved; `unkept`
 * as long as it is not on the disk, be it under way or refused.
 */
export type GivenStanding = 'nothing' | 'kept' | 'unkept';

/** What main itself knows of what was typed, also where the page says nothing. */
export class TypedGiven {
  #requestId: string | null = null;
  #standing: GivenStanding = 'nothing';
  /** How often something was given or taken back: a late answer says nothing of what came after it. */
  #count = 0;

  get standing(): GivenStanding {
    return this.#standing;
  }

  /** The form that comes is given to be kept; the answer of `keep` says whether it is. */
  async during<Answer extends { ok: boolean }>(
    requestId: string | null,
    keep: () => Promise<Answer>,
  ): Promise<Answer> {
    const count = this.#next('unkept');
    this.#requestId = requestId;
    const answer = await keep();
    if (answer.ok && count === this.#count) this.#standing = 'kept';
    return answer;
  }

  /** The page has nothing any more that is not saved, or it is gone with what it had. */
  forget(): void {
    this.#next('nothing');
  }

  /** This form is saved. */
  saved(requestId: string): void {
    if (this.#requestId === requestId) this.forget();
  }

  #next(standing: GivenStanding): number {
    this.#standing = standing;
    this.#requestId = null;
    this.#count += 1;
    return this.#count;
  }
}

/** The same calls; `typed` hears what of the form is given, and what becomes of it. */
export function givingHandlers(handlers: Handlers, typed: TypedGiven): Handlers {
  const { keepDraft, dropDraft, registerMember } = handlers;
  return {
    ...handlers,
    keepDraft: (draft) => typed.during(draft.requestId, () => keepDraft(draft)),
    dropDraft: (nothing) => {
      typed.forget();
      return dropDraft(nothing);
    },
    registerMember: async (member) => {
      const answer = await registerMember(member);
      if (answer.ok) typed.saved(member.requestId);
      return answer;
    },
  };
}
