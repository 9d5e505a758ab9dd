import type { Clock } from '../clock/clock.ts';
import type { AuditEntry } from './auditEntry.ts';
import type { AuditTrail } from './auditTrail.ts';

/** However often it happens, the trail has one line in this time (ms). */
const LINE_EVERY_MS = 60_000;

/** Of what is named in one line (characters); what is beyond that was named with many others. */
const MAX_REASON_LENGTH = 400;

/**
 * The lines of what anybody can do as often as he likes, and which push nobody's out: the first has its line at once, and
 * what follows within the minute one together, with all that it names.
 */
export class MinuteLine {
  readonly #audit: Pick<AuditTrail, 'owe'>;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #entry: (reason: string) => AuditEntry;
  readonly #names = new Set<string>();
  #cancel: (() => void) | null = null;

  /** `entry`: what the line says, made when it is written; `reason` has the names, sorted. */
  constructor(
    audit: Pick<AuditTrail, 'owe'>,
    clock: Pick<Clock, 'after'>,
    entry: (reason: string) => AuditEntry,
  ) {
    this.#audit = audit;
    this.#clock = clock;
    this.#entry = entry;
  }

  async tell(names: readonly string[]): Promise<void> {
    for (const name of names) if (this.#names.size < MAX_REASON_LENGTH) this.#names.add(name);
    if (this.#cancel === null) await this.#write();
  }

  /** What has no line yet has it now. To be called before the trail is closed. */
  async stop(): Promise<void> {
    this.#cancel?.();
    if (this.#names.size > 0) await this.#write();
    this.#cancel?.();
  }

  async #write(): Promise<void> {
    const reason = [...this.#names].sort().join(',').slice(0, MAX_REASON_LENGTH);
    this.#names.clear();
    this.#cancel = this.#clock.after(LINE_EVERY_MS, () => {
      this.#cancel = null;
      if (this.#names.size > 0) void this.#write();
    });
    await this.#audit.owe(this.#entry(reason));
  }
}
