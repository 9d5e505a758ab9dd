import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';

/** However often it happens, the audit trail has one line in this time (ms). */
const LINE_EVERY_MS = 60_000;

export type Refusal = { ok: false; error: BridgeError };

/** Something that a page can do as often as it likes: one line a minute, which says how often it was. */
export class RareLine {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #audit: Pick<AuditTrail, 'owe'>;
  readonly #action: AuditAction;
  #times = 0;
  #lineAt = Number.NEGATIVE_INFINITY;

  constructor(
    clock: Pick<Clock, 'monotonic'>,
    audit: Pick<AuditTrail, 'owe'>,
    action: AuditAction,
  ) {
    this.#clock = clock;
    this.#audit = audit;
    this.#action = action;
  }

  async tell(): Promise<void> {
    this.#times += 1;
    const now = this.#clock.monotonic();
    if (now - this.#lineAt < LINE_EVERY_MS) return;
    const saves = this.#times;
    this.#times = 0;
    this.#lineAt = now;
    await this.#audit.owe({ action: this.#action, operatorId: null, slip: null, saves });
  }
}

export interface CallRateOptions {
  /** How many are taken at once after a start, and after a pause of any length. */
  atStart: number;
  mostAtOnce: number;
  /** After how long one more is taken (ms). */
  oneEvery: number;
  /** What the page is told beyond that, and the trail. */
  code: BridgeError['code'];
  action: AuditAction;
}

/** How often something is done that needs no PIN: as fast as people are, and no faster. */
export class CallRate {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #options: CallRateOptions;
  readonly #line: RareLine;
  #left: number;
  /** On the monotonic clock. */
  #countedAt: number;

  constructor(
    clock: Pick<Clock, 'monotonic'>,
    audit: Pick<AuditTrail, 'owe'>,
    options: CallRateOptions,
  ) {
    this.#clock = clock;
    this.#options = options;
    this.#line = new RareLine(clock, audit, options.action);
    this.#left = options.atStart;
    this.#countedAt = clock.monotonic();
  }

  /**
   * Null where one more may be done, else the reply of refusal. What is taken is gone before this returns. `leave`: so
   * many stay for others.
   */
  async take(leave = 0): Promise<Refusal | null> {
    this.#refill();
    if (this.#left < 1 + leave) return this.#refuse(leave);
    this.#left -= 1;
    return null;
  }

  /** What was taken came to nothing. */
  giveBack(): void {
    this.#left += 1;
  }

  async #refuse(leave: number): Promise<Refusal> {
    await this.#line.tell();
    const { code, oneEvery } = this.#options;
    const waitSeconds = Math.ceil(((1 + leave - this.#left) * oneEvery) / 1_000);
    return { ok: false, error: { code, waitSeconds } };
  }

  #refill(): void {
    const { mostAtOnce, oneEvery } = this.#options;
    const now = this.#clock.monotonic();
    this.#left = Math.min(mostAtOnce, this.#left + (now - this.#countedAt) / oneEvery);
    this.#countedAt = now;
  }
}
