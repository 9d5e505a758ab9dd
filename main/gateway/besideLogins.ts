import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { CallLogin, type Logins } from './callLogin.ts';
import { OfferedAgain } from './offeredAgain.ts';
import type { ProxyLogins } from './proxyLogins.ts';

/** More than there are ever editions. */
const EDITIONS = 2 ** 32;

/**
 * Those of calls to somebody beside the gateway: a collector, an update server. A proxy may let a till go to its gateway
 * and to nobody else, and then asks anew for a password that is right. So nothing is tried here, only what a save was let
 * through with is offered, and what is refused here is refused here alone.
 */
export class BesideLogins implements Logins {
  readonly #logins: ProxyLogins;
  /** In which edition they were refused here last, and how often they were in any. */
  #refusedIn: number | null = null;
  #refusals = 0;
  /** What is right as far as the saves know. They may know nothing since it was changed: a shop is closed for days. */
  readonly #again: OfferedAgain;

  constructor(logins: ProxyLogins, monotonic: () => number = () => performance.now()) {
    this.#logins = logins;
    this.#again = new OfferedAgain(monotonic);
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
    const isRefused = theirs === this.#refusedIn && !this.#again.isDue;
    return !isRefused && this.#logins.areGood(theirs);
  }

  learn(_call: CallLogin, edition: number, standing: 'good' | 'refused' | 'nothing'): void {
    const theirs = this.#theirs(edition);
    if (standing === 'nothing' || theirs <= 0) return;
    if (standing === 'good' || theirs !== this.#refusedIn) this.#again.begin();
    if (standing === 'good') return;
    this.#refusedIn = theirs;
    this.#refusals += 1;
    this.#again.refused();
  }

  /** Nothing is tried here. */
  isUntried(): boolean {
    return false;
  }

  /** The edition of the saves that is meant; below zero where it was refused here since. */
  #theirs(edition: number): number {
    return edition - this.#refusals * EDITIONS;
  }
}
