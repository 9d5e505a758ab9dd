import { createHash } from 'node:crypto';
import { PROXY_CODES } from '../../app/gateway/proxyProblems.ts';
import { isForProxy, type ProxyAccount } from '../../app/settings/proxyAccount.ts';

/** Who asks, as Electron says it (`AuthInfo`). */
export interface Asking {
  isProxy: boolean;
  scheme: string;
  host: string;
  port: number;
  realm: string;
}

/** So many places where a session has offered them are remembered: a proxy may name itself otherwise at each call. */
const REMEMBERED = 32;

/** What a session has kept of none is cleared before its next call. */
const NO_EDITION = -1;

/** Without both the call goes no further, and is answered what asked for them. */
type Give = (username?: string, password?: string) => void;

/** What the calls of some lines have in common of name and password. */
export interface Logins {
  /** Another number with everything by which what a session has kept of name and password holds no more. */
  editionOf(account: ProxyAccount | null): number;
  /** `offered`: where the session of this call has offered them, and in which edition. */
  forCall(account: ProxyAccount | null, offered: Map<string, number>): CallLogin;
  /**
   * False: they were refused, or are others by now. Null: another call is just trying; `then` is called when it has come
   * to something.
   */
  mayOffer(call: CallLogin, edition: number, then: () => void): boolean | null;
  /** What a call has found out about those of an edition. */
  learn(call: CallLogin, edition: number, standing: 'good' | 'refused' | 'nothing'): void;
  /** Nobody knows yet whether they are taken, and it matters. */
  isUntried(edition: number): boolean;
}

/** The part of one call. */
export class CallLogin {
  /** What the call is lost by where the proxy's 407 is its end. */
  #code: string = PROXY_CODES.wanted;
  readonly #logins: Logins;
  readonly #account: ProxyAccount | null;
  readonly #offered: Map<string, number>;
  readonly #edition: number;
  readonly #schemes = new Set<string>();
  #isOver = false;
  #hasPassed = false;

  constructor(logins: Logins, account: ProxyAccount | null, offered: Map<string, number>) {
    this.#logins = logins;
    this.#account = account;
    this.#offered = offered;
    this.#edition = logins.editionOf(account);
  }

  /** Electron's `login`. A server is given nothing, whatever it asks for. */
  asked(by: Asking, give: Give): void {
    const account = by.isProxy ? this.#toBeGiven(by) : null;
    const place = placeOf(by);
    // Asked again for what this session has said already: Chromium keeps what was taken, and asks no more.
    const isAnswer = this.#offered.get(place) === this.#edition || this.#schemes.has(by.scheme);
    if (account !== null && isAnswer) this.#learn('refused');
    const mayOffer =
      account !== null && this.#logins.mayOffer(this, this.#edition, () => this.asked(by, give));
    if (mayOffer === null) return;
    if (account === null || !mayOffer) {
      if (account !== null) this.#code = PROXY_CODES.refused;
      give();
      return;
    }
    this.#schemes.add(by.scheme);
    this.#remember(place);
    give(account.username, account.password);
  }

  /** Whether a proxy was told name and password on this session: Chromium tells it again, and asks nobody. */
  get hasOffered(): boolean {
    return this.#offered.size > 0;
  }

  /** It has got past the proxy. */
  passed(): void {
    this.#hasPassed = true;
    if (this.#schemes.size > 0) this.#learn('good');
  }

  /** The proxy's 407 was the end. Gives what the call is lost by. */
  refused(): string {
    // Also where Chromium has nothing left to try, and asks no more.
    if (this.#schemes.size > 0) {
      this.#learn('refused');
      this.#code = PROXY_CODES.refused;
    }
    return this.#code;
  }

  /** Nothing is given any more. */
  ended(): void {
    this.#isOver = true;
    this.#learn('nothing');
    if (this.#hasPassed && this.#logins.isUntried(this.#edition)) this.#askAnew();
  }

  /**
   * Nothing had come of telling them, and this session tells them by itself since: whether a proxy takes them, or none has
   * been on the way, shows only where one asks for them once more.
   */
  #askAnew(): void {
    for (const place of this.#offered.keys()) this.#offered.set(place, NO_EDITION);
  }

  /** Null: not to this one, or not any more. */
  #toBeGiven(by: Asking): ProxyAccount | null {
    const account = this.#account;
    if (account === null || this.#isOver) return null;
    if (!isForProxy(account, by)) {
      this.#code = PROXY_CODES.other;
      return null;
    }
    return account;
  }

  #remember(place: string): void {
    this.#offered.delete(place);
    this.#offered.set(place, this.#edition);
    for (const oldest of this.#offered.keys()) {
      if (this.#offered.size <= REMEMBERED) break;
      this.#offered.delete(oldest);
    }
  }

  #learn(standing: 'good' | 'refused' | 'nothing'): void {
    this.#logins.learn(this, this.#edition, standing);
  }
}

/** What asks, as a digest: what it calls itself is as long as it likes. */
function placeOf({ host, port, scheme, realm }: Asking): string {
  return createHash('sha256')
    .update(JSON.stringify([host, port, scheme, realm]))
    .digest('base64');
}
