import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../main/files/durableFile.ts';
import { isDone } from '../../main/files/isDone.ts';
import type { RecoveryRecord } from '../../main/outbox/doubtRecovered.ts';
import {
  RECOVERY_RECORD,
  removeRecoveryRecord,
  writeRecoveryRecord,
} from '../../main/recovered/recoveryRecord.ts';

/** A record that is to be left. */
export interface RecordToLeave extends RecoveryRecord {
  folder: string;
  /** What is there, and is there again where the export does not come to be; null where none is. */
  before: RecoveryRecord | null;
}

/** What leaving a record asks of the disk. All of it throws what the disk throws. */
export interface RecordFiles {
  write(folder: string, record: RecoveryRecord): Promise<void>;
  remove(folder: string): Promise<void>;
}

export const recordFiles: RecordFiles = {
  write: writeRecoveryRecord,
  remove: (folder) =>
    removeRecoveryRecord(folder).catch(async (error: unknown) => {
      // A read-only disk refuses to remove also what is not there.
      if (!(await isNowhere(join(folder, RECOVERY_RECORD)))) throw error;
    }),
};

function isNowhere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => errorCode(error) === 'ENOENT',
  );
}

/** Leaves each of them. Null where all are on the disk; else what it says, and whether none of them stays. */
export async function leaveRecords(
  records: readonly RecordToLeave[],
  disk: RecordFiles,
): Promise<{ code: string; isBack: boolean } | null> {
  const tried: RecordToLeave[] = [];
  for (const record of records) {
    const { folder, before: _, ...said } = record;
    // One that the disk has refused to take may have its name all the same.
    tried.push(record);
    const code = await codeOf(disk.write(folder, said));
    if (code !== null) return { code, isBack: await takeBackRecords(tried, disk) };
  }
  return null;
}

/**
 * What was there before is there again. False where one of them stays: it says of a queue that another till may send it, and
 * none has it.
 */
export async function takeBackRecords(
  records: readonly RecordToLeave[],
  disk: RecordFiles,
): Promise<boolean> {
  let isBack = true;
  for (const { folder, before } of records) {
    const back = before === null ? disk.remove(folder) : disk.write(folder, before);
    if (!(await isDone(back))) isBack = false;
  }
  return isBack;
}

/** The disk's own code, or null where it is done. Throws whatever is no refusal of the disk. */
export async function codeOf(act: Promise<void>): Promise<string | null> {
  try {
    await act;
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return code;
  }
}
