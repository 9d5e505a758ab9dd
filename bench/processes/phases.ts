import type { Outbox } from '../../main/outbox/outbox.ts';
import { percentile, round } from '../report/statistics.ts';

/** Where the time of a save goes (ms): its mark on the disk, the call and its answer, settling on the disk. */
export type Phase = 'marking' | 'sending' | 'settling';

/** Listens to an outbox: how long each save spends in each phase. */
export class Phases {
  readonly #times: Record<Phase, number[]> = { marking: [], sending: [], settling: [] };
  readonly #markedAt = new Map<string, number>();

  constructor(outbox: Outbox) {
    const markSending = outbox.markSending.bind(outbox);
    const settle = outbox.settle.bind(outbox);
    outbox.markSending = async (...given) => {
      const start = performance.now();
      const sending = await markSending(...given);
      const end = performance.now();
      this.#times.marking.push(end - start);
      this.#markedAt.set(given[0].requestId, end);
      return sending;
    };
    outbox.settle = async (...given) => {
      const start = performance.now();
      const { requestId } = given[0];
      this.#times.sending.push(start - (this.#markedAt.get(requestId) ?? start));
      this.#markedAt.delete(requestId);
      const settled = await settle(...given);
      this.#times.settling.push(performance.now() - start);
      return settled;
    };
  }

  /** The median of each phase (ms). */
  medians(): Record<Phase, number> {
    const of = (phase: Phase) => round(percentile(this.#times[phase], 0.5));
    return { marking: of('marking'), sending: of('sending'), settling: of('settling') };
  }
}
