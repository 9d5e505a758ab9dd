import { z } from 'zod';
import type { SaveLine } from '../../outbox/outboxView.ts';
import type { SavedAs } from '../../saved/savedFile.ts';
import { isDay } from '../../totals/days.ts';
import { KINDS, ORIGINS } from '../../totals/kinds.ts';
import type { Reconciliation } from '../../totals/reconciliation.ts';
import { operatorIdSchema, takes } from '../takes.ts';

/** So many rows are given at once at the most. */
export const MAX_RECONCILED_ROWS = 200;

const daySchema = z.string().max(10).refine(isDay);
const days = { from: daySchema, to: daySchema };
const inOrder = ({ from, to }: { from: string; to: string }) => from <= to;

/** What became of everybody. The rows are masked as in every list, so looking at them leaves no line. */
export const RECONCILIATION_CALLS = {
  /** The sum of these days of the till's calendar, both included. */
  reconcile: takes(z.strictObject(days).refine(inOrder)).gives<Reconciliation>(),
  /** The same sum as a list for a spreadsheet, where the system's dialog says. It has a line in the audit trail. */
  saveSum: takes(
    z.strictObject({ ...days, operatorId: operatorIdSchema }).refine(inOrder),
  ).gives<SavedAs>(),
  /** The rows behind a number of it, newest first; what is forgotten has none. */
  listReconciled: takes(
    z
      .strictObject({
        ...days,
        side: z.enum([...ORIGINS, ...KINDS]),
        offset: z.int().nonnegative(),
        limit: z.int().min(1).max(MAX_RECONCILED_ROWS),
      })
      .refine(inOrder),
  ).gives<{ rows: SaveLine[]; total: number }>(),
};
