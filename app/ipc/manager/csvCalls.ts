import { z } from 'zod';
import { type CsvCount, EXPORT_REASONS } from '../../csv/csvColumns.ts';
import type { SavedAs } from '../../saved/savedFile.ts';
import { operatorIdSchema, takes } from '../takes.ts';

/** The days of the till's own calendar on which the saves were made, both included. */
const days = { from: z.iso.date(), to: z.iso.date() };

/** The saves of some days as a list for a spreadsheet. */
export const CSV_CALLS = {
  countCsv: takes(z.strictObject(days)).gives<CsvCount>(),
  /** `reason`: why whole values are taken out; null: masked. Either has a line in the audit trail before the file is written. */
  saveCsv: takes(
    z.strictObject({
      ...days,
      reason: z.enum(EXPORT_REASONS).nullable(),
      operatorId: operatorIdSchema,
    }),
  ).gives<SavedAs>(),
};
