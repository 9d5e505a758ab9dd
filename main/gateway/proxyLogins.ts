import { isDeepStrictEqual } from 'node:util';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { CallLogin, type Logins } from './callLogin.ts';
import { OfferedAgain } from './offeredAgain.ts';

/**
 * Whether name and password may be given to a proxy. A wrong password costs a try at the company's directory, and
 * some five of them lock the account: so it is offered by one call first, and after one refusal by none any more,
 * until it is another one. But one that was taken since the start may be right all the same: whoever stands between PC and
 * proxy can say a 407, and so does a proxy whose directory is away for a moment.
 */
export class ProxyLogins implements Logins {
  #account: ProxyAccount | null = null;
  #standing: 'untried' | 'good' | 'refused' = 'untried';
  #edition = 0;
  #trying: CallLogin | null = null;
  readonly #onGood: (account: ProxyAccount) => void;
  /** What was good before. */
  readonly #again: OfferedAgain;
  #waiting: (() => void)[] = [];
  /** What a proxy has taken last, from a call or from somebody's test. */
  #taken: ProxyAccount | null = null;

  /** `onGood`: a proxy has taken them. */
  constructor(
    onGood: (account: ProxyAccount) => void = () => undefined,
    monotonic: () => number = () => performance.now(),
  ) {
    this.#onGood = onGood;
    this.#again = new OfferedAgain(monotonic);
  }

  editionOf(account: ProxyAccount | null): number {
    if (!isDeepStrictEqual(account, this.#account)) {
      this.#account = account;
      this.#begin();
    }
    return this.#edition;
  }

  /** They may be offered once more, by somebody's wish. */
  tryAnew(): void {
    this.#begin();
  }

  /** Somebody's test has found these taken: a refusal of before holds no more. */
  foundGood(account: ProxyAccount): void {
    this.#taken = account;
    if (this.#standing === 'refused' && isDeepStrictEqual(account, this.#account)) this.#begin();
  }

  forCall(account: ProxyAccount | null, offered: Map<string, number>): CallLogin {
    return new CallLogin(this, account, offered);
  }

  /** A proxy has taken those of this edition, and none has refused them. */
  areGood(edition: number): boolean {
    return this.#standing === 'good' && edition === this.#edition;
  }

  isUntried(edition: number): boolean {
    return this.#standing === 'untried' && edition === this.#edition;
  }

  #begin(): void {
    this.#standing = 'untried';
    this.#again.begin();
    this.#edition += 1;
    this.#letGoOn();
  }

  mayOffer(call: CallLogin, edition: number, then: () => void): boolean | null {
    if (edition !== this.#edition) return false;
    if (this.#standing === 'refused') {
      const wasTaken = isDeepStrictEqual(this.#taken, this.#account);
      if (!wasTaken || !this.#again.isDue) return false;
      this.#standing = 'untried';
    }
    if (this.#standing === 'untried') {
      if (this.#trying !== null && this.#trying !== call) {
        this.#waiting.push(then);
        return null;
      }
      this.#trying = call;
    }
    return true;
  }

  learn(call: CallLogin, edition: number, standing: 'good' | 'refused' | 'nothing'): void {
    if (edition === this.#edition && standing !== 'nothing' && standing !== this.#standing) {
      this.#standing = standing;
      if (standing === 'good') this.#found();
      else this.#refuse();
    }
    if (this.#trying === call) this.#letGoOn();
  }

  #found(): void {
    this.#taken = this.#account;
    this.#again.begin();
    if (this.#account !== null) this.#onGood(this.#account);
  }

  #refuse(): void {
    // No session sends them again by itself, as it would what it has kept.
    this.#edition += 1;
    this.#again.refused();
  }

  #letGoOn(): void {
    this.#trying = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }
}
