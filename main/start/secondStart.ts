import { z } from 'zod';
import { WISHES } from './wish.ts';

const path = z.string().max(4_096);

/** What a second start tells the running till: its own arguments, since Chromium adds to a command line and reorders it. */
const secondStartSchema = z.strictObject({
  workingFolder: path,
  wants: z.enum(WISHES).default('window'),
  /** The file of `--provision=FILE`, or null. */
  provision: path.nullable(),
  /** What `--export-queue=FILE` or `--import-queue=FILE` asks for, or null. */
  move: z.strictObject({ direction: z.enum(['export', 'import']), file: path }).nullable(),
  /** The dangerous switches that it was given. */
  without: z.array(z.string().max(100)).max(100),
});

export type SecondStart = z.infer<typeof secondStartSchema>;

/** What came, or null: any program of this user can reach the lock's socket. */
export function readSecondStart(told: unknown): SecondStart | null {
  const parsed = secondStartSchema.safeParse(told);
  return parsed.success ? parsed.data : null;
}
