import { compareSaves } from '../../app/outbox/order.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { Traces } from '../journal/scrub.ts';
import type { Intake } from './intake.ts';
import type { OutboxStore } from './outboxStore.ts';
import type { SaveWriter } from './saveWriter.ts';

export interface ErasingOptions {
  writer: SaveWriter;
  store: Pick<OutboxStore, 'scrub'>;
  intake: Pick<Intake, 'idle'>;
  /** What waits in a folder that was set aside, or may, would come back from there. */
  aside: { keeps(save: Save): boolean };
}

/**
 * `busy`: one of them is being sent, or somebody is just deciding about it; nothing has changed. `not-begun`: nor has it
 * where it could not be written down. `unfinished`: the disk has refused some; none of these is sent by this program.
 */
export type Erased = 'erased' | 'busy' | 'not-begun' | 'unfinished';

/** How saves leave this till for good before their time. */
export class Erasing {
  readonly #options: ErasingOptions;

  constructor(options: ErasingOptions) {
    this.#options = options;
  }

  /** Resolves when nothing that was given so far is being registered any more. */
  idle(): Promise<void> {
    return this.#options.intake.idle();
  }

  /** Whether it would come back, and be sent once more, since a folder that was set aside has it as well, or may. */
  comesBack(save: Save): boolean {
    return this.#options.aside.keeps(save);
  }

  /**
   * Erases these saves, the oldest first, so that whatever cuts it short leaves no older data of somebody whose newer are
   * gone. From the call on none is sent and nobody decides about one. `begin`: writes down that it goes on after a crash;
   * false where that cannot be.
   */
  async erase(requestIds: readonly string[], begin: () => Promise<boolean>): Promise<Erased> {
    const { writer } = this.#options;
    const { saves } = writer;
    const present = requestIds.flatMap((id) => saves.find(id) ?? []).sort(compareSaves);
    const isBusy = ({ requestId, state }: Save) => state === 'sending' || writer.isTaken(requestId);
    if (present.some(isBusy)) return 'busy';
    for (const save of present) if (isUnfinished(save)) writer.reserve(save);
    const begun = begin();
    const erasing = present.map(({ requestId }) =>
      writer.inTurn(requestId, async (save) => {
        if (await begun) return writer.erase(save);
        writer.letGo(save);
        return null;
      }),
    );
    const erased = await Promise.all(erasing);
    if (!(await begun)) return 'not-begun';
    return erased.includes(null) ? 'unfinished' : 'erased';
  }

  /** `OutboxStore.scrub`: nothing of what was erased is left in a file. */
  scrub(traces: Traces): Promise<readonly string[] | null> {
    return this.#options.store.scrub(traces);
  }
}
