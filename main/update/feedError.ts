import type { UpdateProblem } from '../../app/update/updateCodes.ts';
import { errorCode } from '../files/durableFile.ts';

/** What a server or its file has done that is expected of servers and files. */
export class FeedError extends Error {
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/** The disk has no room. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** It refuses for another reason. */
const REFUSED = [
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EBUSY',
  'ENOENT',
  'ENOTDIR',
  'EMFILE',
  'ETXTBSY',
];

/** What has gone wrong, whoever says it: the library, the disk, the network. */
export function problemOf(error: unknown): UpdateProblem {
  if (error instanceof FeedError) return error.problem;
  const code = errorCode(error);
  if (FULL.includes(code)) return 'update.no-space';
  if (REFUSED.includes(code)) return 'update.not-written';
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'update.tampered';
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'update.unsigned';
  return code.startsWith('ERR_UPDATER_') ? 'update.feed' : 'update.failed';
}
