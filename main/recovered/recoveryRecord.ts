import { join } from 'node:path';
import { z } from 'zod';
import { tooLongAgo } from '../../app/outbox/doubt.ts';
import { readShortIfThere, removeIfThere, replaceFile } from '../files/durableFile.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import { timeSchema } from '../outbox/movedQueue.ts';

/** Its name in the folder that was recovered. */
export const RECOVERY_RECORD = 'recovered.json';

const recordSchema = z.strictObject({
  format: z.literal(1),
  at: timeSchema,
  lastSequence: z.int().nonnegative(),
});

/**
 * What the record of a folder says, or null where there is none. One that cannot be read, or is none that the tool
 * writes, was there all the same: then nobody knows when, and for everything that counts as too long ago. `now`: ms
 * since 1970; `name`: as it is spelled there.
 */
export async function readRecoveryRecord(
  folder: string,
  now: number,
  name = RECOVERY_RECORD,
): Promise<RecoveryRecord | null> {
  const unknown = { at: tooLongAgo(now), lastSequence: Number.MAX_SAFE_INTEGER };
  try {
    const bytes = await readShortIfThere(join(folder, name));
    if (bytes === null) return null;
    const { data } = recordSchema.safeParse(JSON.parse(bytes.toString('utf8')));
    return data === undefined ? unknown : { at: data.at, lastSequence: data.lastSequence };
  } catch {
    return unknown;
  }
}

/** Durable when it resolves. Throws what the disk throws. */
export function writeRecoveryRecord(folder: string, record: RecoveryRecord): Promise<void> {
  return replaceFile(join(folder, RECOVERY_RECORD), JSON.stringify({ format: 1, ...record }));
}

/**
 * What it says is known elsewhere, or never came true. Durable when it resolves; throws what the disk throws. Patient with
 * whoever holds it: what is left of it would undo at the next start what somebody has decided since.
 */
export function removeRecoveryRecord(folder: string): Promise<void> {
  return removeIfThere(join(folder, RECOVERY_RECORD));
}
