import { isDeepStrictEqual } from 'node:util';
import type { Provision } from '../../app/settings/provision.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../replay/sleeper.ts';

/** However many such files come, the trail has one line in this time (ms). */
const LINE_EVERY = 60_000;

/**
 * The lines of files that need nobody's word. Anybody can hand over one after the other, and their lines stand beside the
 * manager's: the first has its line at once, and what follows within the minute one together, with all their parts.
 */
export class WordlessFiles {
  readonly #audit: Pick<AuditTrail, 'owe'>;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #revision: () => number;
  readonly #parts = new Set<string>();
  #cancel: (() => void) | null = null;

  /** `revision`: how often the settings have changed. */
  constructor(audit: Pick<AuditTrail, 'owe'>, clock: Pick<Clock, 'after'>, revision: () => number) {
    this.#revision = revision;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** `parts`: which settings a file has changed. */
  async tell(parts: readonly string[]): Promise<void> {
    for (const part of parts) this.#parts.add(part);
    if (this.#cancel === null) await this.#write();
  }

  /** What has no line yet has it now. */
  async stop(): Promise<void> {
    this.#cancel?.();
    if (this.#parts.size > 0) await this.#write();
    this.#cancel?.();
  }

  async #write(): Promise<void> {
    const reason = [...this.#parts].sort().join(',');
    this.#parts.clear();
    this.#cancel = this.#clock.after(LINE_EVERY, () => {
      this.#cancel = null;
      if (this.#parts.size > 0) void this.#write();
    });
    await this.#audit.owe({
      action: 'provision.taken-over',
      operatorId: null,
      slip: null,
      reason,
      settingsRevision: this.#revision(),
    });
  }
}

/** Which settings a file changes that needs nobody's word, by their names in it. */
export function othersOf(before: Provision | null, next: Omit<Provision, 'managerPin'>): string[] {
  const now: Record<string, unknown> = { ...before };
  const then: Record<string, unknown> = { ...next };
  const names = new Set([...Object.keys(now), ...Object.keys(then)]);
  return [...names].filter((name) => !isDeepStrictEqual(now[name], then[name])).sort();
}
