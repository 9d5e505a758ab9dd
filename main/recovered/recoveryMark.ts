import { unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { STALE_AFTER_MILLISECONDS } from '../../app/outbox/transitions.ts';
import { errorCode, flushFolder, readIfThere, replaceFile } from '../files/durableFile.ts';
import type { RecoveryMark } from '../outbox/doubtRecovered.ts';
import { timeSchema } from '../outbox/movedQueue.ts';

/** Its name in the folder that was recovered. */
export const RECOVERY_MARK = 'recovered.json';

const markSchema = z.strictObject({
  format: z.literal(1),
  at: timeSchema,
  lastSequence: z.int().nonnegative(),
});

/**
 * What the mark of a folder says, or null where there is none. One that cannot be read, or is none that the tool
 * writes, was there all the same: then nobody knows when, and for everything that counts as too long ago. `now`: ms
 * since 1970.
 */
export async function readRecoveryMark(folder: string, now: number): Promise<RecoveryMark | null> {
  const unknown = { at: tooLongAgo(now), lastSequence: Number.MAX_SAFE_INTEGER };
  try {
    const bytes = await readIfThere(join(folder, RECOVERY_MARK));
    if (bytes === null) return null;
    const { data } = markSchema.safeParse(JSON.parse(bytes.toString('utf8')));
    return data === undefined ? unknown : { at: data.at, lastSequence: data.lastSequence };
  } catch {
    return unknown;
  }
}

/** The latest time (ms since 1970) that is surely too long ago for anything to be sent by itself. */
export function tooLongAgo(now: number): number {
  return now - STALE_AFTER_MILLISECONDS - 1;
}

/** Durable when it resolves. Throws what the disk throws. */
export function writeRecoveryMark(folder: string, mark: RecoveryMark): Promise<void> {
  return replaceFile(join(folder, RECOVERY_MARK), JSON.stringify({ format: 1, ...mark }));
}

/** What it says is known elsewhere, or never came true. Durable when it resolves; throws what the disk throws. */
export async function removeRecoveryMark(folder: string): Promise<void> {
  const path = join(folder, RECOVERY_MARK);
  await unlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  await flushFolder(dirname(path));
}
