import fc from 'fast-check';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import type { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { asDatedBack } from './away.ts';
import type { Expectations } from './expectations.ts';
import type { MovedFile } from './movedFile.ts';
import { OtherTill } from './otherTill.ts';
import type { Till } from './process.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The queue moves into a file and out of it. All times are ms. */
export type Move =
  /** Into a new file. `leaves`: the PC is thrown away, and another one with nothing on it takes its place. */
  | { type: 'export'; leaves: boolean }
  /** Out of one of the files that there are, so long after the till was closed. */
  | { type: 'import'; file: number; after: number }
  /** The queue of the other till comes here. */
  | { type: 'bring' };

export const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ type: fc.constant('export' as const), leaves: fc.boolean() }),
  fc.record({
    type: fc.constant('import' as const),
    file: fc.nat(3),
    after: fc.constantFrom(0, 0, MINUTE, HOUR, DAY + HOUR, 8 * DAY),
  }),
  fc.constant({ type: 'bring' as const }),
);

/** What a move changes. */
interface Shop {
  clock: { now: () => number };
  disk: MemoryStore;
  expectations: Expectations;
}

/** The files that were ever written, each with what the model knows of it. */
export class Files {
  /** The till where some of them come from. */
  readonly other: OtherTill;
  readonly #files: MovedFile[] = [];

  /** `now`: every till's clock, ms since 1970. */
  constructor(now: () => number) {
    this.other = new OtherTill(now);
  }

  get count(): number {
    return this.#files.length;
  }

  /** On a till that does not send. */
  async carryOut(move: Move, till: Till, shop: Shop): Promise<void> {
    if (move.type === 'export') return this.#write(till, shop);
    if (move.type === 'bring') this.#files.push(await this.other.empty());
    const which = move.type === 'bring' ? this.#files.length - 1 : move.file;
    const file = this.#files[which % Math.max(1, this.#files.length)];
    if (file === undefined) return;
    const { away } = shop.expectations;
    away.begin(file.model);
    await takeOverQueue(till.outbox, file.queue);
    away.end();
  }

  async #write({ outbox }: Till, { clock, expectations }: Shop): Promise<void> {
    const { queue, requestIds } = packQueue(outbox);
    const model = expectations.away.pack(clock.now());
    expectations.away.leave(model);
    const lent = await outbox.lending.lend(requestIds, queue.exportedAt);
    if (!lent.isStored) {
      expectations.away.undo();
      await outbox.lending.undo(lent);
    }
    expectations.away.left();
    if (!lent.isStored) return;
    this.#files.push({ queue, model: asDatedBack(model, queue) });
    const expected = model.saves.map(({ requestId }) => requestId);
    if (expected.join() !== requestIds.join()) {
      expectations.broken.push(`the file has ${requestIds.join()}, not ${expected.join()}`);
    }
    for (const requestId of requestIds) expectations.asked(requestId, 'move');
    await outbox.lending.close(requestIds);
    for (const requestId of requestIds) expectations.decided(requestId);
  }
}

/** Another PC: nothing is on its disk, and nothing is known there. */
export function throwAway({ disk, expectations }: Shop): void {
  disk.onDisk.clear();
  expectations.saves.clear();
  expectations.line.clear();
}
