import { z } from 'zod';
import type { ShownDiagnostics } from '../../diagnostics/diagnostics.ts';
import type { SavedAs } from '../../saved/savedFile.ts';
import { nothing, operatorIdSchema, takes } from '../takes.ts';

/** How the till is, for support. */
export const DIAGNOSTICS_CALLS = {
  /** Nothing personal is in it, so looking at it leaves no line. */
  getDiagnostics: takes(nothing).gives<ShownDiagnostics>(),
  /** What was shown last, by its number, with logs and audit trail, where the system's own dialog says. */
  saveDiagnostics: takes(
    z.strictObject({ number: z.int().positive(), operatorId: operatorIdSchema }),
  ).gives<SavedAs>(),
};
