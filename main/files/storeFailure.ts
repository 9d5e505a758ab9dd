import { errorCode } from '../files/durableFile.ts';
import { OtherProgramError } from './otherProgramError.ts';

/** Why something is not on the disk. Codes of the bridge, so that they reach the cashier as they are. */
export type StoreFailure =
  | 'store.disk-full'
  | 'store.read-only'
  | 'store.other-program'
  | 'store.failed';

export type WriteResult = { ok: true } | { ok: false; failure: StoreFailure; detail: string };

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
