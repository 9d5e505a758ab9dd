import type { Line } from '../../main/gateway/line.ts';
import { type Spent, stopwatch } from './load.ts';
import { Memory, type Weight } from './memory.ts';
import { type Phase, Phases } from './phases.ts';
import { openFullTill, type TillLoad } from './realTill.ts';

export interface TillRun {
  told: TillLoad & {
    /** Memory is weighed on the way, which costs time. */
    isWeighed: boolean;
  };
  said: Spent & { phases: Record<Phase, number>; growth: Weight | null };
}

/** Fills a till's outbox, then lets it drain, and says how long that took to the last settle on the disk. */
export async function drainTill(
  told: TillRun['told'],
  openLine: () => Line,
): Promise<TillRun['said']> {
  let onChanged = () => {};
  const till = await openFullTill(told, openLine, () => onChanged());
  const phases = new Phases(till.outbox);
  const memory = new Memory(told.saves);
  const read = stopwatch();
  await new Promise<void>((resolve, reject) => {
    onChanged = () => {
      const { accepted, held } = till.outbox.counts;
      if (held > 0) reject(new Error('a save was held'));
      // Otherwise the till would wait for its turn, as after an outage, for a part of the time since its start.
      if (accepted === 1) till.replayer.wake('send-now');
      if (told.isWeighed) memory.look(accepted);
      if (accepted === told.saves) resolve();
    };
    till.replayer.start();
  });
  const spent = read();
  await till.stop(1_000);
  const growth = told.isWeighed ? memory.growth() : null;
  return { ...spent, phases: phases.medians(), growth };
}
