/** Why this installation never updates itself. */
export const NEVER = [
  /** It was not installed: a developer runs it. */
  'unpacked',
  /** The portable program of Windows: whoever copied it there copies the next one. */
  'portable',
  /** It belongs to the whole PC: the chain's own tool updates it. */
  'per-machine',
  /** The data folder lies in the program's, which an installer empties. */
  'data-inside',
  /** It says nobody whose signature an update must have. */
  'no-publisher',
  /** It was built without updates, or for a system that has none. */
  'not-built-for-it',
] as const;
export type Never = (typeof NEVER)[number];

/** Why nothing is asked, fetched or installed just now. The first that holds is told. */
export const OBSTACLES = [
  ...NEVER,
  /** No address is set. */
  'not-set',
  /** Nobody has said whether the settings are the last ones. */
  'settings-unsure',
  /** Another program has the data folder. */
  'other-program',
  'moving',
  /** What waits is being sent. */
  'draining',
  'sending',
  /** The shop is open, by the till's clock or by the gateway's. */
  'open',
  /** The window asks somebody something. */
  'asking',
  /** The manager does something with many saves at once. */
  'deed',
  /** The manager's page is open. */
  'manager',
  /** A form was being typed a moment ago. */
  'typing',
  /** Somebody was registered a moment ago. */
  'saved',
  /** Somebody has used the window, or the PC, a moment ago. */
  'in-use',
  /** This version was tried, and the program is still the old one. */
  'tried',
  /** The server has not said whether it still offers what is fetched. */
  'no-answer',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** What has gone wrong. Codes are stable. */
export const UPDATE_PROBLEMS = [
  /** The server does not answer, or not with 200. */
  'update.unreachable',
  /** Another address answers instead: a captive portal, or a server that sends elsewhere. */
  'update.redirected',
  /** What the server says of the latest version cannot be read. */
  'update.feed',
  /** It names a file on another server, or without its sha512. */
  'update.foreign-file',
  /** The file is larger than said, or than any program of ours. */
  'update.too-large',
  /** It ended before its end. */
  'update.broken-off',
  /** Nothing came for a minute. */
  'update.too-slow',
  /** It is not the file whose sha512 the server tells. */
  'update.tampered',
  /** It is not signed by whom the installed program names. */
  'update.unsigned',
  /** It is signed as another version than the server tells: an old program, given out as a new one. */
  'update.other-version',
  /** Nobody can say now who has signed it. */
  'update.signature-unknown',
  'update.no-space',
  /** The disk refuses it. */
  'update.not-written',
  /** It could not be installed. */
  'update.not-installed',
  /** A bug: the log has it. */
  'update.failed',
] as const;
export type UpdateProblem = (typeof UPDATE_PROBLEMS)[number];

/** What a check has come to. */
export const CHECK_OUTCOMES = [
  /** This program is the latest. */
  'newest',
  /** The server tells an older version; it is not taken. */
  'older',
  /** There is a newer one, which this till is not to have yet (`stagingPercentage`). */
  'staged-out',
  /** There is a newer one, for a later system than this. */
  'system-too-old',
  'newer',
  ...UPDATE_PROBLEMS,
] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

export function isProblem(outcome: CheckOutcome): outcome is UpdateProblem {
  return outcome.startsWith('update.');
}
