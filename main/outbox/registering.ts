import type { Member } from '../../app/member/memberSchema.ts';

type Named = Pick<Member, 'mobile' | 'outerId'>;

/** Whether both have the same number, or the same code. */
export function isSameNamed(one: Named, other: Named): boolean {
  return (
    (one.mobile !== undefined && one.mobile === other.mobile) ||
    (one.outerId !== undefined && one.outerId === other.outerId)
  );
}

/**
 * Who is being registered, from the press of "save" on: before that is a save that is being stored, it waits for whose the
 * folder is, and for what a start has to take down first.
 */
export class Registering {
  readonly #underWay = new Map<symbol, { member: Named; done: Promise<unknown> }>();

  /** Registers somebody by `work`. */
  async during<Result>(member: Named, work: () => Promise<Result>): Promise<Result> {
    const press = Symbol();
    const done = work();
    this.#underWay.set(press, { member, done });
    try {
      return await done;
    } finally {
      this.#underWay.delete(press);
    }
  }

  /** Resolves when nobody of those that were begun so far has this number or code; nobody else is waited for. */
  async idleOf(member: Named): Promise<void> {
    const own = [...this.#underWay.values()].filter((one) => isSameNamed(one.member, member));
    await Promise.allSettled(own.map(({ done }) => done));
  }
}
