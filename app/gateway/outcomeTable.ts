import { z } from 'zod';
import shipped from './outcomeTable.json' with { type: 'json' };

/**
 * One row of the table of answers: the first row whose `code` and `subCode` fit decides; `resultCode` is
 * for business answers. A missing
 * `code` or `subCode` fits everything; `*` at the end of a sub code fits every ending.
 */
export const outcomeRowSchema = z
  .strictObject({
    code: z.string().min(1).optional(),
    subCode: z.string().min(1).optional(),
    resultCode: z.string().min(1).optional(),
    class: z.enum(['quota', 'configuration', 'clock', 'rejected', 'later', 'unknown']),
    source: z.string().min(1),
  })
  .refine(
    (row) => (row.code ?? row.subCode ?? row.resultCode) !== undefined,
    'needs a code, a subCode or a resultCode',
  );

/** TOP error code 25, invalid signature: the app secret, or one body that was signed wrongly. */
export const INVALID_SIGN = '25';

/** TOP error code 27, invalid session: the gateway answers it for faults of its own as well. */
export const INVALID_SESSION = '27';

export type OutcomeRow = z.infer<typeof outcomeRowSchema>;
export type ErrorClass = OutcomeRow['class'];

/** The table that ships with the app. Codes 15 and 50 have no row of their own: their sub code decides. */
export const OUTCOME_TABLE: readonly OutcomeRow[] = z.array(outcomeRowSchema).parse(shipped);

/** The class of an error answer; `unknown` where no row fits. */
export function classOf(code: string, subCode: string, table: readonly OutcomeRow[]): ErrorClass {
  const row = table.find(
    (candidate) =>
      candidate.resultCode === undefined &&
      (candidate.code === undefined || candidate.code === code) &&
      (candidate.subCode === undefined || fits(candidate.subCode, subCode)),
  );
  return row?.class ?? 'unknown';
}

/**
 * The class of a business answer (`biz_success: false`). Its codes are another list than the platform's:
 * a 7 there is no quota. Only rows with that `resultCode` count, and sub codes without a code.
 */
export function classOfResult(resultCode: string, table: readonly OutcomeRow[]): ErrorClass {
  const row = table.find(({ code, subCode, resultCode: own }) =>
    own === undefined
      ? code === undefined && subCode !== undefined && fits(subCode, resultCode)
      : own === resultCode,
  );
  return row?.class ?? 'unknown';
}

function fits(pattern: string, subCode: string): boolean {
  return pattern.endsWith('*') ? subCode.startsWith(pattern.slice(0, -1)) : subCode === pattern;
}
