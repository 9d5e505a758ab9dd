import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { CallLogin, type Logins, type ProxyLogins } from './proxyLogins.ts';

/**
 * Those of calls to somebody beside the gateway: a collector, an update server. A proxy may let a till go to its gateway
 * and to nobody else, and then asks anew for a password that is right. So nothing is tried here, only what a save was let
 * through with is offered, and what is refused here is refused here alone.
 */
export class BesideLogins implements Logins {
  readonly #logins: ProxyLogins;
  /** In which edition they were refused here, or null. */
  #refusedIn: number | null = null;

  constructor(logins: ProxyLogins) {
    this.#logins = logins;
  }

  editionOf(account: ProxyAccount | null): number {
    const edition = this.#logins.editionOf(account);
    // Another number, by which what a session has kept of them holds no more.
    return edition === this.#refusedIn ? 0 - edition : edition;
  }

  forCall(account: ProxyAccount | null, offered: Map<string, number>): CallLogin {
    return new CallLogin(this, account, offered);
  }

  mayOffer(_call: CallLogin, edition: number): boolean {
    return edition !== this.#refusedIn && this.#logins.areGood(edition);
  }

  learn(_call: CallLogin, edition: number, standing: 'good' | 'refused' | 'nothing'): void {
    if (standing === 'refused' && edition > 0) this.#refusedIn = edition;
  }
}
