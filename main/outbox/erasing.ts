import { compareSaves } from '../../app/outbox/order.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Traces } from '../journal/scrub.ts';
import type { Counting } from './counting.ts';
import type { Intake } from './intake.ts';
import type { OutboxStore } from './outboxStore.ts';
import type { SaveWriter } from './saveWriter.ts';
import type { SendingHold } from './sendingHold.ts';

export interface ErasingOptions {
  writer: SaveWriter;
  store: Pick<OutboxStore, 'scrub'>;
  intake: Pick<Intake, 'isIdle' | 'idle' | 'isCorrecting'>;
  /** What waits in a folder that was set aside, or may, would come back from there. */
  aside: { keeps(save: Save): boolean };
  totals: Pick<Counting, 'leave'>;
  sending: Pick<SendingHold, 'during'>;
}

/**
 * `busy`: one of them is being sent or corrected, or somebody is just deciding about it; nothing has changed. `not-begun`:
 * nor has it where it could not be written down. `unfinished`: the disk has refused some; nothing is done with these by
 * this program but erasing them.
 */
export type Erased = 'erased' | 'busy' | 'not-begun' | 'unfinished';

/** How saves leave this till for good before their time. */
export class Erasing {
  readonly #options: ErasingOptions;
  #quiets = 0;

  constructor(options: ErasingOptions) {
    this.#options = options;
  }

  /** Somebody is being erased, or is waiting for that: nothing moves meanwhile. */
  get isUnderWay(): boolean {
    return this.#quiets > 0;
  }

  /** Does this when nothing that was given so far is being registered any more, nor an answer under way: `SendingHold`. */
  async inQuiet<Result>(work: () => Promise<Result>): Promise<Result> {
    const { intake, sending } = this.#options;
    this.#quiets += 1;
    try {
      return await sending.during(async () => {
        // Whoever waits for answers waits for long: what was given meanwhile counts as well.
        while (!intake.isIdle) await intake.idle();
        return work();
      });
    } finally {
      this.#quiets -= 1;
    }
  }

  /** Whether it would come back, and be sent once more, since a folder that was set aside has it as well, or may. */
  comesBack(save: Save): boolean {
    return this.#options.aside.keeps(save);
  }

  /**
   * Erases these saves, the oldest first, so that whatever cuts it short leaves no older data of somebody whose newer are
   * gone. From the call on none is sent, decided about, corrected or packed. `begin`: writes down that it goes on after a crash; false where that cannot be.
   */
  async erase(requestIds: readonly string[], begin: () => Promise<boolean>): Promise<Erased> {
    const { writer, intake, totals } = this.#options;
    const { saves } = writer;
    const present = requestIds.flatMap((id) => saves.find(id) ?? []).sort(compareSaves);
    const isBusy = ({ requestId, state }: Save) => state === 'sending' || writer.isTaken(requestId);
    if (present.some(isBusy) || intake.isCorrecting(new Set(requestIds))) return 'busy';
    // What leaves already was written down before: it does not stay where that cannot be done once more.
    const leaving = present.filter((save) => !saves.isLeaving(save));
    for (const save of leaving) writer.leave(save);
    if (!(await begin())) {
      for (const save of leaving) writer.stay(save);
      return 'not-begun';
    }
    // Counted first; whoever counts waits for the turns of saves, so nobody who has one waits for them here.
    const erased = await totals.leave(
      present,
      () => Promise.all(present.map(({ requestId }) => writer.eraseLeaving(requestId))),
      'erased',
    );
    return erased === null || erased.includes(null) ? 'unfinished' : 'erased';
  }

  /** `OutboxStore.scrub`: nothing of what was erased is left in a file. */
  scrub(traces: Traces): Promise<readonly string[] | null> {
    return this.#options.store.scrub(traces);
  }
}
