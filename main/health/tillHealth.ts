import type { Clock } from '../clock/clock.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import type { Till } from '../till.ts';
import { describeHealth, type Health } from './describeHealth.ts';
import { FreeRoom } from './freeRoom.ts';

export interface TillHealthOptions {
  /** The data folder. */
  folder: string;
  /** The program's. */
  version: string;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  pageEnds: () => number;
}

/** How an open till is, for its file and for its reports. */
export class TillHealth {
  readonly #till: Till;
  readonly #options: TillHealthOptions;
  readonly #room: FreeRoom;
  readonly #begunAt: number;

  constructor(till: Till, options: TillHealthOptions) {
    this.#till = till;
    this.#options = options;
    this.#room = new FreeRoom(options.folder);
    this.#begunAt = options.clock.monotonic();
  }

  describe(isRunning: boolean): Health {
    const { outbox, replayer, warnings, computer, protection } = this.#till;
    const { version, clock, pageEnds } = this.#options;
    return describeHealth({
      view: describeOutbox(outbox, replayer, warnings),
      saves: outbox.saves,
      version,
      now: clock.now(),
      runsFor: clock.monotonic() - this.#begunAt,
      pageEnds: pageEnds(),
      computer: computer.reading,
      keyStore: protection,
      diskFreeBytes: this.#room.take(),
      isRunning,
    });
  }
}
