import type { CallName } from '../../app/ipc/bridge.ts';
import type { Clock } from '../clock/clock.ts';
import type { Handlers } from '../ipc/handle.ts';

/** What a page asks by itself, or that was asked of it: no hand is known to be there. */
const BY_ITSELF: ReadonlySet<string> = new Set<CallName>([
  'getTill',
  'getOutbox',
  'getDraft',
  'tellLocked',
  'tellKept',
]);

/** When somebody was at the window last, by what was called. */
export class Activity {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #typedAt = Number.NEGATIVE_INFINITY;
  #savedAt = Number.NEGATIVE_INFINITY;
  #usedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  note(call: string): void {
    const now = this.#clock.monotonic();
    if (call === 'keepDraft' || call === 'dropDraft') this.#typedAt = now;
    if (call === 'registerMember') this.#savedAt = now;
    if (!BY_ITSELF.has(call)) this.#usedAt = now;
  }

  /** Ms since each; infinite: never in this start. */
  get since(): { sinceTyped: number; sinceSaved: number; sinceUsed: number } {
    const now = this.#clock.monotonic();
    return {
      sinceTyped: now - this.#typedAt,
      sinceSaved: now - this.#savedAt,
      sinceUsed: now - this.#usedAt,
    };
  }
}

/** The same calls; each is noted. */
export function notedHandlers(handlers: Handlers, activity: Activity): Handlers {
  const noted = Object.entries(handlers).map(([name, handler]) => {
    const call = handler as (argument: unknown) => Promise<unknown>;
    return [
      name,
      (argument: unknown) => {
        activity.note(name);
        return call(argument);
      },
    ];
  });
  return Object.fromEntries(noted) as Handlers;
}
