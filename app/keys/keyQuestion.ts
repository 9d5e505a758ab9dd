/** Why the data key of a till does not open now; `docs/keys.md` says what each means. */
export const KEY_PROBLEMS = [
  'store-missing',
  'unwrap-failed',
  'other-key',
  'damaged',
  'gone',
] as const;
export type KeyProblem = (typeof KEY_PROBLEMS)[number];

/** What the window asks where a till cannot be opened for its key. */
export interface KeyQuestion {
  problem: KeyProblem;
  /** For support: a file's name and a code. */
  detail: string;
  /** A new queue takes the manager's PIN; false where none is known here. */
  needsPin: boolean;
}
