import { hold } from '../../app/outbox/hold.ts';
import type { Save } from '../../app/outbox/save.ts';
import { eachInTurn } from './eachInTurn.ts';
import { inSlices } from './inSlices.ts';
import type { SaveWriter } from './saveWriter.ts';

/** Each takes some 5 µs. */
const LOOKED_AT_AT_ONCE = 500;

export interface UnreadableSavesOptions {
  writer: SaveWriter;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** Told of each, once it is on the disk. */
  onUnreadable: (save: Save) => void;
}

/** What nobody here can send: its body does not open, or it is not the save any more that was stored. */
export class UnreadableSaves {
  readonly #options: UnreadableSavesOptions;

  constructor(options: UnreadableSavesOptions) {
    this.#options = options;
  }

  /** It is kept for somebody; it must not block the others. Null where that cannot be stored. */
  async hold(save: Save): Promise<Save | null> {
    const { writer, now, onUnreadable } = this.#options;
    const held = await writer.store(hold(save, 'unreadable', now()));
    if (held !== null) onUnreadable(held);
    return held;
  }

  /**
   * Of what would join people, or correct something, whatever was edited in the folder. What the disk refuses to hold is
   * held when its turn comes.
   */
  async holdUnbelieved(): Promise<void> {
    const { writer } = this.#options;
    await this.#holdOpen(
      [...writer.saves.values()].filter((save) => !writer.saves.isBelieved(save)),
    );
  }

  /**
   * Looks at every save that joins nobody as well, so that somebody hears of it before its turn comes, and nobody takes an
   * accepted one for another person's. One that holds and has another's number waits for no turn, and nobody would ever hear
   * of it.
   */
  async lookAtAll(): Promise<void> {
    const { writer } = this.#options;
    const doubled: Save[] = [];
    const look = (save: Save) => {
      writer.judge(save);
      if (this.#hasAnothersNumber(save)) doubled.push(save);
    };
    await inSlices([...writer.saves.values()], look, LOOKED_AT_AT_ONCE);
    await this.holdUnbelieved();
    await this.#holdOpen(doubled);
  }

  async #holdOpen(saves: readonly Save[]): Promise<void> {
    await eachInTurn(this.#options.writer, saves, async (save) =>
      this.#isOpen(save) ? this.hold(save) : undefined,
    );
  }

  /** Forgotten meanwhile it has none. */
  #hasAnothersNumber({ sequence, requestId }: Save): boolean {
    const there = this.#options.writer.saves.findBySequence(sequence);
    return there !== undefined && there.requestId !== requestId;
  }

  /** Not one that is under way, or about which somebody is just deciding. */
  #isOpen(save: Save): boolean {
    const { saves } = this.#options.writer;
    if (save.state === 'held') return save.heldReason !== 'unreadable';
    if (save.state !== 'pending') return false;
    // One that was given another's number waits for no turn.
    const isAnothers = saves.findBySequence(save.sequence)?.requestId !== save.requestId;
    return isAnothers || saves.queue.get(save.sequence) === save;
  }
}
