import { lent } from '../../app/outbox/doubt.ts';
import type { Decisions } from './decisions.ts';
import type { Intake } from './intake.ts';
import type { SaveWriter } from './saveWriter.ts';

export interface LendingOptions {
  writer: SaveWriter;
  intake: Pick<Intake, 'idle'>;
  decisions: Pick<Decisions, 'discard'>;
}

interface Lent {
  /** Since when each save was in doubt before it was lent (ms since 1970, or null), by its id. */
  before: ReadonlyMap<string, number | null>;
  /** Whether all of it is on the disk: otherwise there must be no file. */
  isStored: boolean;
}

/** What leaves for another till in a file. */
export class Lending {
  readonly #options: LendingOptions;

  constructor(options: LendingOptions) {
    this.#options = options;
  }

  /**
   * Before the file is written: from `exportedAt` on (ms since 1970) another till may send what is in it, also where this
   * one is killed before it has closed its own copies, or cannot close them. A disk that refuses this may take the next
   * send.
   */
  async lend(requestIds: readonly string[], exportedAt: number): Promise<Lent> {
    const { saves } = this.#options.writer;
    const before = new Map(requestIds.map((id) => [id, saves.find(id)?.firstUnknownAt ?? null]));
    const stored = await Promise.all(requestIds.map((id) => this.#doubt(id, exportedAt)));
    return { before, isStored: !stored.includes(false) };
  }

  /** There is no file after all: nobody else can have sent what was to go into it. */
  async undo({ before }: Lent): Promise<void> {
    await Promise.all([...before].map(([id, since]) => this.#doubt(id, since)));
  }

  /** What people have decided about these saves, by what closes or corrects them: another text once they decide again. */
  decisionsAbout(requestIds: readonly string[]): string {
    const { saves } = this.#options.writer;
    const decisions = requestIds.map((id) => {
      const save = saves.find(id);
      const correction = save === undefined ? undefined : saves.correctionOf(save);
      return [save?.state === 'discarded', correction?.requestId];
    });
    return JSON.stringify(decisions);
  }

  /** Resolves once what is just being decided about these saves, or registered, is stored or refused. */
  async decided(requestIds: readonly string[]): Promise<void> {
    const { writer, intake } = this.#options;
    await intake.idle();
    await Promise.all(requestIds.map((id) => writer.inTurn(id, async () => undefined)));
  }

  /** After the file is safe: this till no longer sends what is in it. Gives how many it closed. */
  async close(requestIds: readonly string[]): Promise<number> {
    const { decisions } = this.#options;
    const closed = await Promise.all(requestIds.map((id) => decisions.discard(id, 'moved')));
    return closed.filter((save) => save !== null).length;
  }

  /** False where that could not be stored. What neither waits nor is held stays as it is. */
  async #doubt(requestId: string, since: number | null): Promise<boolean> {
    const { writer } = this.#options;
    const isStored = await writer.inTurn(requestId, async (save) => {
      if (save.state !== 'pending' && save.state !== 'held') return true;
      const doubted = lent(save, since);
      return doubted === save || (await writer.storeAsItIs(doubted)) !== null;
    });
    return isStored ?? true;
  }
}
