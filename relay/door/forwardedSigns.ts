import { isSign, KEPT_FOR_MS } from './refusedSigns.ts';

/** So many are known at least, and twice as many at the most: at the platform's own pace for an app, all of the time. */
const MOST = 50_000;

/**
 * Signs of calls that have left this relay, or may have. The state that all relays share knows them too; but where a copy comes that
 * cannot be let through in any case (that state is away, its key is gone), what is said to it must not say that nothing has left.
 */
export class ForwardedSigns {
  /** What came last, and what came before that: to throw the oldest away one by one takes longer than all the rest. */
  #newest = new Set<string>();
  #before = new Set<string>();
  /** When the newest ones began (steady ms). */
  #since = Number.NEGATIVE_INFINITY;
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Of one that is older than its timestamp is good it does not matter. */
  has(sign: string): boolean {
    return this.#newest.has(sign) || this.#before.has(sign);
  }

  add(sign: string): void {
    if (!isSign(sign)) return;
    const now = this.#monotonic();
    if (now - this.#since >= KEPT_FOR_MS || this.#newest.size >= MOST) {
      this.#before = this.#newest;
      this.#newest = new Set();
      this.#since = now;
    }
    this.#newest.add(sign);
  }
}
