import { isAhead } from '../../app/outbox/doubt.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Counting } from './counting.ts';
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
 * a save that was closed may still be wanted, by whatever it was closed: a clock that is years ahead must not erase it,
 * so its time counts by the gateway's clock.
 */
export function isOutlived(
  { state, settledAt, createdAt }: Save,
  { now, confirmedTime }: RetentionTime,
  accepted: number,
): boolean {
  if (settledAt === null) return false;
  // The gateway's clock dates it, and one of the two may be wrong; but nobody is accepted before being registered.
  const since = createdAt <= now ? Math.max(settledAt, createdAt) : settledAt;
  if (state === 'accepted') return since < now - accepted;
  if (state !== 'discarded') return false;
  return confirmedTime !== null && settledAt < confirmedTime - DISCARDED_RETENTION_MS;
}

/**
 * While its correction is open, or the correction of that, somebody may discard it: then the original is all there is. In a
 * loop: a file may bring a longer row of corrections than calls fit into one another. `known`: what was found at this moment.
 */
function isStillWanted(
  save: Save,
  saves: Pick<Saves, 'correctionOf'>,
  known = new Map<string, boolean>(),
): boolean {
  const row: string[] = [];
  let isWanted = false;
  for (let one: Save | undefined = save; one?.closedReason === 'corrected'; ) {
    row.push(one.requestId);
    one = saves.correctionOf(one);
    isWanted = one !== undefined && (isOpen(one) || known.get(one.requestId) === true);
    if (isWanted || (one !== undefined && known.has(one.requestId))) break;
  }
  for (const requestId of row) known.set(requestId, isWanted);
  return isWanted;
}

function isOpen(save: Save): boolean {
  return isUnfinished(save) || save.state === 'held';
}

/** So many are counted with one writing at the most. */
const COUNTED_AT_ONCE = 1_000;

export interface UpkeepOptions {
  writer: SaveWriter;
  store: Pick<OutboxStore, 'tidy'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
  /** What waits in a folder that was set aside, or may, is not forgotten. */
  aside: { keeps(save: Save): boolean };
  totals: Pick<Counting, 'leave' | 'prune' | 'keep'>;
}

/** Forgets what has outlived its time, in memory and on disk. */
export class Upkeep {
  readonly #options: UpkeepOptions;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** `confirmedTime`: as in `RetentionTime`. */
  async run(confirmedTime: number | null): Promise<void> {
    if (confirmedTime !== null) {
      await this.#dateDiscarded(confirmedTime);
      await this.#dateAhead(confirmedTime);
    }
    await this.forgetOld(confirmedTime);
    if (confirmedTime !== null) await this.#options.totals.prune(confirmedTime);
    await this.#options.totals.keep();
    await this.#options.store.tidy();
  }

  /** Counted first, then erased; where either is refused the rest waits for the next time. */
  async forgetOld(confirmedTime: number | null): Promise<void> {
    const { writer, now, retention, aside, totals } = this.#options;
    const isOld = (save: Save, known?: Map<string, boolean>) =>
      isOutlived(save, { now: now(), confirmedTime }, retention) &&
      !aside.keeps(save) &&
      !isStillWanted(save, writer.saves, known);
    const known = new Map<string, boolean>();
    // What corrects others goes before them, whichever came here first: none of a long row is then walked to its end.
    const old = [...writer.saves.values()]
      .filter((save) => isOld(save, known))
      .sort((one, other) => compareSaves(other, one));
    for (let first = 0; first < old.length; first += COUNTED_AT_ONCE) {
      const some = old.slice(first, first + COUNTED_AT_ONCE);
      const counted = new Set(some);
      // What was requeued, or came home, while others were being erased stays; what was closed otherwise counts otherwise.
      const forgotten = await totals.leave(some, () =>
        eachInTurn(writer, some, async (save) =>
          counted.has(save) && isOld(save) ? writer.erase(save) : undefined,
        ),
      );
      if (forgotten === null || !forgotten.isStored) return;
    }
  }

  /**
   * Dates what a manager has closed while nobody knew the time (`time`: ms since 1970): it is kept from now on. When that was
   * nobody knows, and a file of since then would seem to be one of before.
   */
  async #dateDiscarded(time: number): Promise<void> {
    const { writer } = this.#options;
    const { saves } = writer;
    const undated = [...saves.sequences('discarded').newestFirst()]
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter(({ settledAt }) => settledAt === null);
    await eachInTurn(writer, undated, async (save) =>
      save.state === 'discarded' && save.settledAt === null
        ? writer.storeAsItIs({ ...save, settledAt: time, isDatedAfterwards: true })
        : undefined,
    );
  }

  /**
   * What was accepted at a time that is still to come, by the till's clock and by the gateway's (`time`: ms since 1970): a
   * clock of the gateway was wrong then. It would be kept until that time has come, and count as accepted every day.
   */
  async #dateAhead(time: number): Promise<void> {
    const { writer, now } = this.#options;
    const { saves } = writer;
    const latest = Math.max(now(), time);
    const isToCome = ({ state, settledAt }: Save) =>
      state === 'accepted' && settledAt !== null && isAhead(settledAt, latest);
    const ahead = saves.acceptances
      .since(latest)
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter(isToCome);
    await eachInTurn(writer, ahead, async (save) =>
      isToCome(save) ? writer.storeAsItIs({ ...save, settledAt: latest }) : undefined,
    );
  }
}
