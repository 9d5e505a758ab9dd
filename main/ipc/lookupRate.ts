import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../replay/sleeper.ts';

/**
 * Who serves one customer after the other asks every 10 s at the fastest, and some digits are mistyped. A mask leaves
 * 10,000 numbers: at this rate they take eleven hours.
 */
const ONE_EVERY = 4_000;
const MOST_AT_ONCE = 20;

/** Starting the program anew wins little over waiting. */
const AT_START = 6;

/** However often it is asked beyond the rate, the audit trail has one line in this time (ms). */
const LINE_EVERY = 60_000;

type Refusal = { ok: false; error: BridgeError };

/** How often somebody without the PIN may ask about a person: as fast as a person types, and no faster. */
export class LookupRate {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #audit: Pick<AuditTrail, 'owe'>;
  #left = AT_START;
  /** On the monotonic clock. */
  #countedAt: number;
  #refused = 0;
  #lineAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic'>, audit: Pick<AuditTrail, 'owe'>) {
    this.#clock = clock;
    this.#audit = audit;
    this.#countedAt = clock.monotonic();
  }

  get isUsedUp(): boolean {
    this.#refill();
    return this.#left < 1;
  }

  /** Null where one more may be asked, else the reply of refusal. */
  async take(): Promise<Refusal | null> {
    if (this.isUsedUp) return this.refuse();
    this.#left -= 1;
    return null;
  }

  async refuse(): Promise<Refusal> {
    this.#refused += 1;
    const now = this.#clock.monotonic();
    if (now - this.#lineAt >= LINE_EVERY) {
      const saves = this.#refused;
      this.#refused = 0;
      this.#lineAt = now;
      await this.#audit.owe({ action: 'lookups.refused', operatorId: null, slip: null, saves });
    }
    const waitSeconds = Math.ceil(((1 - this.#left) * ONE_EVERY) / 1_000);
    return { ok: false, error: { code: 'lookup.too-fast', waitSeconds } };
  }

  #refill(): void {
    const now = this.#clock.monotonic();
    this.#left = Math.min(MOST_AT_ONCE, this.#left + (now - this.#countedAt) / ONE_EVERY);
    this.#countedAt = now;
  }
}
