/** What is kept of an order: who, what, about whom, what came of it. There is no secret in it. */
export interface AuditLine {
  /** Ms since 1970. */
  at: number;
  /** The key that signed it. */
  administrator: string;
  /** The method. */
  order: string;
  /** The key that it was about, or null where it was about none, or about none of the relay's own. */
  about: string | null;
  /** `done`, or the code of the problem. */
  outcome: string;
}
