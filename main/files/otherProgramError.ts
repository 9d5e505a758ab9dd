/** Another program has the data folder. Carries a code as a refusal of the disk does: what was to be written is not. */
export class OtherProgramError extends Error {
  readonly code = 'OTHER_PROGRAM';
  /** The name of its PC, or `?`; safe to show. */
  readonly host: string;

  constructor(host: string) {
    super('another program has this data folder');
    this.host = host === '' ? '?' : host;
  }
}

/** The same, on this PC and in the session of another user of the system, whose name is safe to show. */
export class OtherUserError extends Error {
  readonly user: string;

  constructor(user: string) {
    super('another user of this PC has this data folder');
    this.user = user;
  }
}
