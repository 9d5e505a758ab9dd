import type { KeyWrapper } from '../../main/vault/dataKey.ts';

/** What the key store of the system does when it is asked. */
export type StoreMood = 'works' | 'fails';

/** A system's key store that remembers what each of its lives has wrapped. */
export class SystemKeyStore {
  mood: StoreMood = 'works';
  /** Which life wraps now; what an earlier one has wrapped opens only while `areOldThere`. */
  #life = 1;
  #areOldThere = false;

  /** The system has another one from now on; what the one before has wrapped does not open, until it is back. */
  lose(): void {
    this.#life += 1;
    this.#areOldThere = false;
  }

  /** The lives of before are there again: whatever they have wrapped opens. */
  restore(): void {
    this.#areOldThere = true;
  }

  /** Whether it would open this, if it worked. */
  couldOpen(wrapped: Buffer): boolean {
    const by = wrapped[0] ?? 0;
    return by === this.#life || (this.#areOldThere && by < this.#life);
  }

  get wrapper(): KeyWrapper {
    return {
      protection: 'os',
      wrap: (key) => {
        if (this.mood !== 'works') throw new Error('the key store refuses');
        return Buffer.concat([Buffer.of(this.#life), key.map((byte) => byte ^ 0x5a)]);
      },
      unwrap: (wrapped) => {
        if (this.mood !== 'works' || !this.couldOpen(wrapped))
          throw new Error('the key store refuses');
        return Buffer.from(wrapped.subarray(1).map((byte) => byte ^ 0x5a));
      },
    };
  }
}
