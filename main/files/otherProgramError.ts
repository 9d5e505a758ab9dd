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
