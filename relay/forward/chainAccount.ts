import type { KeyProblem } from '../keys/keyProblem.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { openSecret } from '../keys/wrappedSecret.ts';
import type { ChainAccount, RelayState, StateAway } from '../state/relayState.ts';

/** So long an account is used before it is read again (ms). */
const FRESH = 5_000;

/** The chain's account with its secrets open. */
export interface OpenAccount {
  appKey: string;
  session: string | null;
  /** The one that fitted last comes first. */
  secrets: readonly string[];
  version: number;
}

export type FoundAccount =
  | { kind: 'account'; account: OpenAccount }
  | { kind: 'none' }
  | { kind: 'not-opened'; problem: KeyProblem }
  | StateAway;

/** What the chain is to the platform, out of the state and kept for seconds. */
export class ChainAccounts {
  readonly #state: RelayState;
  readonly #keys: MasterKeyPort;
  readonly #monotonic: () => number;
  /** `stored`: the record as it was read. Not its version: after writes that were lost that may be another record's. */
  #known: { account: OpenAccount; stored: string; readAt: number } | null = null;
  #reading: Promise<FoundAccount> | null = null;
  /** The platform has taken the last sign of which it said anything. */
  #signsWell = false;

  constructor(state: RelayState, keys: MasterKeyPort, monotonic: () => number) {
    this.#state = state;
    this.#keys = keys;
    this.#monotonic = monotonic;
  }

  async current(): Promise<FoundAccount> {
    const known = this.#known;
    if (known !== null && this.#monotonic() - known.readAt < FRESH) {
      return { kind: 'account', account: known.account };
    }
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** The platform has taken this secret: it is tried first from now on. */
  fits(account: OpenAccount, secret: string): void {
    this.#signsWell = true;
    this.tryFirst(account, secret);
  }

  /** This secret is tried first from now on: the platform has refused the other one. */
  tryFirst(account: OpenAccount, secret: string): void {
    const known = this.#known;
    if (known?.account.version !== account.version || known.account.secrets[0] === secret) return;
    if (!known.account.secrets.includes(secret)) return;
    const others = known.account.secrets.filter((other) => other !== secret);
    this.#known = { ...known, account: { ...known.account, secrets: [secret, ...others] } };
  }

  /** The platform refuses the account: the next call reads it again. */
  doubt(): void {
    if (this.#known !== null) this.#known = { ...this.#known, readAt: Number.NEGATIVE_INFINITY };
  }

  /** No secret gives a sign that the platform takes. Whether that may be the fault of one save: the last one was taken. */
  refused(): boolean {
    const mayBeSaves = this.#signsWell;
    this.#signsWell = false;
    return mayBeSaves;
  }

  async #read(): Promise<FoundAccount> {
    const stored = await this.#state.account();
    if (stored === null) {
      this.#known = null;
      return { kind: 'none' };
    }
    if ('kind' in stored) return stored;
    const known = this.#known;
    if (known?.stored === JSON.stringify(stored)) {
      this.#known = { ...known, readAt: this.#monotonic() };
      return { kind: 'account', account: known.account };
    }
    return this.#open(stored);
  }

  async #open(stored: ChainAccount): Promise<FoundAccount> {
    const { appKey, session, secrets, version } = stored;
    const open: string[] = [];
    for (const secret of secrets) {
      const opened = await openSecret(this.#keys, secret, { kind: 'account', appKey });
      if (!opened.ok) return { kind: 'not-opened', problem: opened };
      open.push(opened.value);
    }
    const account = { appKey, session, secrets: open, version };
    this.#known = { account, stored: JSON.stringify(stored), readAt: this.#monotonic() };
    return { kind: 'account', account };
  }
}
