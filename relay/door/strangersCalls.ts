import { hash } from 'node:crypto';
import type { Call } from '../../platform/protocol/call.ts';
import type { CopyTime, CopyTimes } from './copyTimes.ts';
import { isSign } from './refusedSigns.ts';

/** More than a chain's tills send while they are not known. Whoever has no key fills no more memory than that. */
const MOST = 20_000;

/**
 * Calls that this relay has refused before it knew whether their signs are right: for a key or a timestamp. A copy that comes when
 * the key is known again, or the moment has come, must have no effect, as for `RefusedSigns`; but what somebody has made up takes
 * the memory of those from no till, and of what bears the same sign only the same call is a copy.
 */
export class StrangersCalls {
  /** By its sign, the oldest first. */
  readonly #refused = new Map<string, { time: CopyTime; digest: string }>();
  readonly #times: CopyTimes;

  constructor(times: CopyTimes) {
    this.#times = times;
  }

  has(call: Call): boolean {
    const known = this.#refused.get(signOf(call));
    if (known === undefined || !this.#times.isKept(known.time)) return false;
    return known.digest === digestOf(call);
  }

  add(call: Call): void {
    const sign = signOf(call);
    if (!isSign(sign)) return;
    this.#refused.delete(sign);
    this.#refused.set(sign, { time: this.#times.of(call), digest: digestOf(call) });
    for (const oldest of this.#refused.keys()) {
      if (this.#refused.size <= MOST) return;
      this.#refused.delete(oldest);
    }
  }
}

export function signOf({ params }: Call): string {
  return params.get('sign') ?? '';
}

/** Of all that a call says: of two that bear one sign only the same is a copy. */
export function digestOf({ params }: Call): string {
  return hash('sha256', JSON.stringify([...params]), 'base64');
}
