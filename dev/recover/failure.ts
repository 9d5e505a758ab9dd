/** Why nothing was written; the codes stand in `docs/recovery.md`. */
export type FailureCode =
  | 'not-understood'
  | 'private-key-unreadable'
  | 'private-key-none'
  | 'not-a-data-folder'
  | 'in-use'
  | 'unreadable'
  | 'newer-format'
  | 'key-file-damaged'
  | 'no-recovery-wrap'
  | 'other-recovery-key'
  | 'wrap-damaged'
  | 'passphrase-missing'
  | 'passphrase-differs'
  | 'passphrase-short'
  | 'passphrase-weak'
  | 'out-exists'
  | 'out-inside'
  | 'out-not-written'
  | 'out-not-verified'
  | 'mark-not-written'
  | 'not-made';

/** An expected failure: `says` is one plain line for support, without personal data. */
export interface Failure {
  ok: false;
  code: FailureCode;
  says: string;
}

export function failure(code: FailureCode, says: string): Failure {
  return { ok: false, code, says };
}
