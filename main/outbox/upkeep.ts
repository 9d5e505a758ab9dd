import type { Save } from '../../app/outbox/save.ts';
import { eachInTurn } from './eachInTurn.ts';
import type { OutboxStore } from './outboxStore.ts';
import type { SaveWriter } from './saveWriter.ts';

/** A discarded save can be requeued for this long (ms). */
const DISCARDED_RETENTION_MS = 30 * 24 * 60 * 60 * 1_000;

export interface RetentionTime {
  /** The till's own clock, ms since 1970. */
  now: number;
  /** The gateway's clock, ms since 1970, or null while fewer than two answers since the start have proved it. */
  confirmedTime: number | null;
}

/**
 * Whether nobody can need it any more. `accepted`: how long a masked line stays after acceptance (ms). The body of
 * a save that a manager has discarded may still be wanted: a clock that is years ahead must not erase it, so its
 * time counts by the gateway's clock. What was moved or corrected lives on elsewhere.
 */
export function isOutlived(
  { state, closedReason, settledAt }: Save,
  { now, confirmedTime }: RetentionTime,
  accepted: number,
): boolean {
  if (settledAt === null) return false;
  if (state === 'accepted') return settledAt < now - accepted;
  if (state !== 'discarded') return false;
  const time = closedReason === 'manager' ? confirmedTime : now;
  return time !== null && settledAt < time - DISCARDED_RETENTION_MS;
}

export interface UpkeepOptions {
  writer: SaveWriter;
  store: Pick<OutboxStore, 'tidy'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
  /** What waits in a folder that was set aside, or may, is not forgotten. */
  aside: { keeps(save: Save): boolean };
}

/** Forgets what has outlived its time, in memory and on disk. */
export class Upkeep {
  readonly #options: UpkeepOptions;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** `confirmedTime`: as in `RetentionTime`. */
  async run(confirmedTime: number | null): Promise<void> {
    if (confirmedTime !== null) await this.#dateDiscarded(confirmedTime);
    await this.forgetOld(confirmedTime);
    await this.#options.store.tidy();
  }

  async forgetOld(confirmedTime: number | null): Promise<void> {
    const { writer, now, retention, aside } = this.#options;
    const isOld = (save: Save) =>
      isOutlived(save, { now: now(), confirmedTime }, retention) && !aside.keeps(save);
    // What was requeued, or came home, while others were being erased stays.
    await eachInTurn(writer, [...writer.saves.values()].filter(isOld), async (save) =>
      isOld(save) ? writer.erase(save) : undefined,
    );
  }

  /** Dates what a manager has closed while nobody knew the time (`time`: ms since 1970): it is kept from now on. */
  async #dateDiscarded(time: number): Promise<void> {
    const { writer } = this.#options;
    const { saves } = writer;
    const undated = [...saves.sequences('discarded').newestFirst()]
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter(({ settledAt }) => settledAt === null);
    await eachInTurn(writer, undated, async (save) =>
      save.state === 'discarded' && save.settledAt === null
        ? writer.storeAsItIs({ ...save, settledAt: time })
        : undefined,
    );
  }
}
