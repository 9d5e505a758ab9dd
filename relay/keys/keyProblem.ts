/** Why a secret cannot be sealed or opened. */
export type KeyProblemCode =
  /** Neither a file nor the environment names a master key. */
  | 'master-key.none'
  /** The file cannot be read, or is no list of keys. */
  | 'master-key.unreadable'
  /** Somebody else may read or change the file. */
  | 'master-key.open-to-others'
  /** A line that is no key, or one key twice. */
  | 'master-key.malformed'
  /** No new one could be written. */
  | 'master-key.not-made'
  /** The secret was sealed by a master key that is not among these. */
  | 'master-key.unknown'
  /** Whoever keeps the master keys cannot be asked just now. */
  | 'master-key.away'
  /** The bytes are not those that were sealed, or were sealed for somebody else. */
  | 'secret.not-opened';

/** An expected failure. `says`: one plain line for an administrator, in which there is no secret. */
export interface KeyProblem {
  ok: false;
  code: KeyProblemCode;
  says: string;
}

export type Keyed<Value> = { ok: true; value: Value } | KeyProblem;

export function keyProblem(code: KeyProblemCode, says: string): KeyProblem {
  return { ok: false, code, says };
}
