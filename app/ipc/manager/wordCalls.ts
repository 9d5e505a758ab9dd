import { z } from 'zod';
import { wordSchema } from '../../outbox/managersWord.ts';
import { operatorIdSchema, takes } from '../takes.ts';
import { heldCauseSchema } from './bulkCalls.ts';

/** What the manager leaves for the cashier. */
export const WORD_CALLS = {
  leaveWord: takes(
    z.strictObject({
      operatorId: operatorIdSchema,
      cause: heldCauseSchema,
      /** The number of one slip of the group, or null: for all of it. */
      slip: z.int().positive().nullable(),
      text: wordSchema,
    }),
  ).gives<null>(),
};
