import { z } from 'zod';
import { PAPER_SECTIONS } from '../../manager/paperSections.ts';
import type { SavedAs } from '../../saved/savedFile.ts';
import { operatorIdSchema, takes } from '../takes.ts';

/** The open section of the manager's page as a file for paper. */
export const PAGE_CALLS = {
  savePage: takes(
    z.strictObject({ section: z.enum(PAPER_SECTIONS), operatorId: operatorIdSchema }),
  ).gives<SavedAs>(),
};
