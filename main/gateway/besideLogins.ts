import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { CallLogin, type Logins, type ProxyLogins } from './proxyLogins.ts';

/** What was refused is offered once more after so long (ms): it is right, as far as the saves know. */
const OFFERED_AGAIN_AFTER_MS = 2 * 60 * 60_000;

/** More than there are ever editions. */
const EDITIONS = 2 ** 32;

/**
 * Those of calls to somebody beside the gateway: a collector, an update server. A proxy may let a till go to its gateway
 * and to nobody else, and then asks anew for a password that is right. So nothing is tried here, only what a save was let
 * through with is offered, and what is refused here is refused here alone.
 */
export class BesideLogins implements Logins {
  readonly #logins: ProxyLogins;
  readonly #monotonic: () => number;
  /** In which edition they were refused here last, and how often they were in any. */
  #refusedIn: number | null = null;
  #refusals = 0;
  /** From when on they are offered once more (monotonic ms). */
  #againAt = Number.NEGATIVE_INFINITY;

  constructor(logins: ProxyLogins, monotonic: () => number = () => performance.now()) {
    this.#logins = logins;
    this.#monotonic = monotonic;
  }

  editionOf(account: ProxyAccount | null): number {
    // Another number with each refusal, by which what a session has kept of them holds no more.
    return this.#logins.editionOf(account) + this.#refusals * EDITIONS;
  }

  forCall(account: ProxyAccount | null, offered: Map<string, number>): CallLogin {
    return new CallLogin(this, account, offered);
  }

  mayOffer(_call: CallLogin, edition: number): boolean {
    const theirs = this.#theirs(edition);
    const isRefused = theirs === this.#refusedIn && this.#monotonic() < this.#againAt;
    return !isRefused && this.#logins.areGood(theirs);
  }

  learn(_call: CallLogin, edition: number, standing: 'good' | 'refused' | 'nothing'): void {
    const theirs = this.#theirs(edition);
    if (standing !== 'refused' || theirs <= 0) return;
    this.#refusedIn = theirs;
    this.#refusals += 1;
    this.#againAt = this.#monotonic() + OFFERED_AGAIN_AFTER_MS;
  }

  /** The edition of the saves that is meant; below zero where it was refused here since. */
  #theirs(edition: number): number {
    return edition - this.#refusals * EDITIONS;
  }
}
