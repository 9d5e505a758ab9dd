import { join } from 'node:path';
import { z } from 'zod';
import { tooLongAgo } from '../../app/outbox/doubt.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode, readShortIfThere, removeIfThere, replaceFile } from '../files/durableFile.ts';
import type { WaitedFor } from '../openWhenReadable.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import { timeSchema } from '../outbox/movedQueue.ts';

/** Its name in the folder that was recovered. */
export const RECOVERY_RECORD = 'recovered.json';

const recordSchema = z.strictObject({
  format: z.literal(1),
  at: timeSchema,
  lastSequence: z.int().nonnegative(),
});

/** No scanner has a small file for longer (ms). */
const LONGEST_HELD_MS = 5 * 60_000;

/**
 * What the record of a folder says, or null where there is none. One that nobody will ever read, or is none that the tool
 * writes, was there all the same: then nobody knows when, and for everything that counts as too long ago. Throws what the
 * disk throws where it may give it another time. `now`: ms since 1970; `name`: as it is spelled there.
 */
export async function readRecoveryRecord(
  folder: string,
  now: number,
  name = RECOVERY_RECORD,
): Promise<RecoveryRecord | null> {
  try {
    const bytes = await readShortIfThere(join(folder, name));
    if (bytes === null) return null;
    const { data } = recordSchema.safeParse(JSON.parse(bytes.toString('utf8')));
    return data === undefined ? unknownAt(now) : { at: data.at, lastSequence: data.lastSequence };
  } catch (error) {
    if (!(error instanceof SyntaxError || isLostForGood(error))) throw error;
    return unknownAt(now);
  }
}

/**
 * The same for the till's own folder. `waitedFor`: for how long the disk has not given it: nobody waits for ever for a file
 * that somebody has made unreadable, and the manager decides about what it would have told of.
 */
export async function readRecoveryAtStart(
  folder: string,
  now: number,
  waitedFor: WaitedFor,
): Promise<RecoveryRecord | null> {
  try {
    return await readRecoveryRecord(folder, now);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    if (waitedFor(RECOVERY_RECORD) >= LONGEST_HELD_MS) return unknownAt(now);
    // What refuses a file that is open already does not say which: whoever waits has to know.
    throw Object.assign(error as Error, { path: join(folder, RECOVERY_RECORD) });
  }
}

function unknownAt(now: number): RecoveryRecord {
  return { at: tooLongAgo(now), lastSequence: Number.MAX_SAFE_INTEGER };
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
