import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { type Day, dayOf } from '../../app/totals/days.ts';
import { KINDS } from '../../app/totals/kinds.ts';
import { Totals } from '../../main/totals/totals.ts';
import { writeTotals } from '../../main/totals/totalsFile.ts';
import { Vault } from '../../main/vault/vault.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = new Date(2026, 10, 24, 12).getTime();
const OPERATORS = ['1', '2', '3', '4'];

export interface ManyRows {
  saves: SaveBook;
  totals: Totals;
  days: { from: Day; to: Day };
}

/**
 * So many saves that are held, and totals of so many days before, each of so many: what the manager's page is asked about
 * at its fullest. `folder`: of its own.
 */
export async function manyRows(
  folder: string,
  { rows: count, days: dayCount, aDay }: { rows: number; days: number; aDay: number },
): Promise<ManyRows> {
  const vault = new Vault(Buffer.alloc(32, 7));
  const days = { from: dayOf(NOW - dayCount * DAY_MS), to: dayOf(NOW) };
  const counted = dayCount * aDay;
  const rows = OPERATORS.flatMap((operatorId) =>
    KINDS.slice(4, 8)
      .concat('accepted')
      .map((kind) => ({
        ...{ shopId: 'shop', operatorId, origin: 'registered' as const, kind },
        count: aDay / 20,
      })),
  );
  const zeros = Array.from({ length: 24 }, () => 0);
  const total = { rows, hours: zeros, waits: zeros.slice(4) };
  await writeTotals(folder, vault, {
    ...{ queueId: 'a'.repeat(32), isBeginning: false, counted: [[1, counted]], passedOver: [] },
    ...{ missed: [], leaving: [], pruned: 0, others: [], elsewhere: [] },
    days: new Map(
      Array.from({ length: dayCount }, (_, at) => [dayOf(NOW - (at + 1) * DAY_MS), total] as const),
    ),
  });
  const log = { warn: () => undefined };
  const totals = await Totals.open({ folder, vault, now: () => NOW, log });
  const saves = new SaveBook();
  for (let at = 0; at < count; at += 1) {
    const createdAt = NOW - (at % 30) * DAY_MS;
    const sequence = counted + 1 + at;
    saves.keep(aSave({ sequence, createdAt, operatorId: `${at % 4}`, state: 'held' }));
  }
  await totals.beside({ saves, numbers: { lastSequence: counted + count, beingStored: [] } });
  return { saves, totals, days };
}
