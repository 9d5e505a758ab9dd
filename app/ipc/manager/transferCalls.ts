import { z } from 'zod';
import type { ExportForeseen, ImportForeseen, MoveProgress } from '../../move/foreseen.ts';
import { MOVE_DIRECTIONS, type MoveReport } from '../../move/moveCalls.ts';
import { MAX_PASSPHRASE_LENGTH } from '../../move/passphrase.ts';
import { nothing, operatorIdSchema, takes } from '../takes.ts';

/** The file that was chosen last, by its number. */
const chosen = {
  number: z.int().positive(),
  passphrase: z.string().max(MAX_PASSPHRASE_LENGTH),
};

/** How the queue moves into a file and out of one, within the manager's session. The page names no file and sees no body. */
export const TRANSFER_CALLS = {
  /** What an export would take now, and what would stay. */
  foreseeExport: takes(nothing).gives<ExportForeseen>(),
  /** The system's own dialog asks for a file; null where none is chosen. `file`: the whole path, to be shown. */
  chooseTransfer: takes(z.strictObject({ direction: z.enum(MOVE_DIRECTIONS) })).gives<{
    number: number;
    file: string;
  } | null>(),
  /** Opens the file that was chosen, and says what taking it over would do. Nothing is stored. */
  foreseeImport: takes(z.strictObject(chosen)).gives<ImportForeseen>(),
  /** Moves, by the manager's word. */
  transferQueue: takes(
    z.strictObject({ ...chosen, operatorId: operatorIdSchema }),
  ).gives<MoveReport>(),
  /** How far it is, or null while nothing moves. */
  getTransferProgress: takes(nothing).gives<MoveProgress | null>(),
};
