import type { Call } from '../../platform/protocol/call.ts';
import { KEPT_FOR_MS } from './copyTimes.ts';
import { isSign } from './refusedSigns.ts';
import { digestOf, signOf } from './strangersCalls.ts';

/** So many are known at least, and twice as many at the most: at the platform's own pace for an app, all of the time. */
const MOST = 50_000;

/**
 * Calls that have left this relay, or may have. The state that all relays share knows their signs too; but where a copy comes that
 * cannot be let through in any case (that state is away, its key is gone), what is said to it must not say that nothing has left.
 */
export class ForwardedCalls {
  /** Digests by signs: what came last, and what before that. To throw the oldest away one by one takes longer than all the rest. */
  #newest = new Map<string, string>();
  #before = new Map<string, string>();
  /** When the newest ones began (steady ms). */
  #since = Number.NEGATIVE_INFINITY;
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Of one that is older than its timestamp is good it does not matter. */
  has(call: Call): boolean {
    const sign = signOf(call);
    const known = this.#newest.get(sign) ?? this.#before.get(sign);
    return known !== undefined && known === digestOf(call);
  }

  add(call: Call): void {
    const sign = signOf(call);
    if (!isSign(sign)) return;
    const now = this.#monotonic();
    if (now - this.#since >= KEPT_FOR_MS || this.#newest.size >= MOST) {
      this.#before = this.#newest;
      this.#newest = new Map();
      this.#since = now;
    }
    this.#newest.set(sign, digestOf(call));
  }
}
