import type { Bridge } from '../../app/ipc/bridge.ts';
import type { RECONCILIATION_CALLS } from '../../app/ipc/manager/reconciliationCalls.ts';
import { dayOf } from '../../app/totals/days.ts';
import { KINDS, type Kind } from '../../app/totals/kinds.ts';
import type { Days, Reconciliation, Tally } from '../../app/totals/reconciliation.ts';
import type { MemoryOutbox, MemorySave } from '../MemoryOutbox.ts';
import type { Within } from './within.ts';

/** What of the past a test may add to what is in the outbox: it belongs to every day. */
export interface MemoryPast {
  forgotten: Partial<Record<Kind, number>>;
  missing: Reconciliation['missing'];
  moreMissing: number;
  again: Reconciliation['again'];
}

type Calls = Pick<Bridge, keyof typeof RECONCILIATION_CALLS>;
/** The sums over what is in memory. `within`: what a call gives in the session. */
export function memoryReconciliation(
  outbox: Pick<MemoryOutbox, 'lines' | 'find'>,
  past: MemoryPast,
  within: Within,
): Calls {
  const savesIn = ({ from, to }: Days) =>
    outbox.lines().flatMap(({ requestId, createdAt }) => {
      const day = dayOf(createdAt);
      const save = outbox.find(requestId);
      return save !== undefined && from <= day && day <= to ? [save] : [];
    });
  return {
    reconcile: async (days) => within(() => reconciliationOf(days, savesIn(days), past)),
    saveSum: async () => within(() => ({ file: '2026-05-20.csv' })),
    listReconciled: async ({ side, offset, limit, ...days }) =>
      within(() => {
        const saves = savesIn(days).filter((one) => kindOf(one) === side || originOf(one) === side);
        const rows = saves.reverse().map(({ line }) => line);
        return { rows: rows.slice(offset, offset + limit), total: rows.length };
      }),
  };
}

function reconciliationOf(
  days: Days,
  saves: readonly MemorySave[],
  past: MemoryPast,
): Reconciliation {
  const tally = (of: readonly MemorySave[], forgotten = 0): Tally => ({
    count: of.length + forgotten,
    forgotten,
  });
  const missing = past.missing;
  const difference = missing.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const gone = Object.values(past.forgotten).reduce((sum, count) => sum + count, 0);
  const registered = tally(
    saves.filter((save) => originOf(save) === 'registered'),
    gone,
  );
  return {
    ...days,
    registered: { ...registered, count: registered.count + difference },
    takenOver: tally(saves.filter((save) => originOf(save) === 'taken-over')),
    kinds: Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        tally(
          saves.filter((save) => kindOf(save) === kind),
          past.forgotten[kind] ?? 0,
        ),
      ]),
    ) as Record<Kind, Tally>,
    ...{ difference, missing, moreMissing: past.moreMissing, again: past.again },
  };
}

function originOf({ line }: MemorySave): 'registered' | 'taken-over' {
  return line.exportedAt === null ? 'registered' : 'taken-over';
}

function kindOf({ line, closing }: MemorySave): Kind {
  const { state, closedReason } = line;
  if (state === 'pending') return 'waiting';
  if (state !== 'discarded') return state;
  if (closedReason === 'moved' || closedReason === 'corrected') return closedReason;
  return `discarded.${closing?.reason ?? 'unknown'}`;
}
