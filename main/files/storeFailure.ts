import { errorCode } from '../files/durableFile.ts';
import { OtherProgramError } from './otherProgramError.ts';
import type { StoreFailure, WriteResult } from '../outbox/outboxStore.ts';

const FAILURES: Readonly<Record<string, StoreFailure>> = {
  ENOSPC: 'store.disk-full',
  EDQUOT: 'store.disk-full',
  EROFS: 'store.read-only',
  EACCES: 'store.read-only',
  EPERM: 'store.read-only',
};

/** A file system error as data. */
export function asWriteFailure(error: unknown): Extract<WriteResult, { ok: false }> {
  if (error instanceof OtherProgramError)
    return { ok: false, failure: 'store.other-program', detail: error.host };
  const detail = errorCode(error) || 'unknown';
  return { ok: false, failure: FAILURES[detail] ?? 'store.failed', detail };
}
