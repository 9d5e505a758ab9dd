import type { Done } from '../tills/administration.ts';
import type { AdministrationDesk } from '../tills/desk.ts';

/** What stands around a command. */
export interface CommandWorld {
  environment: NodeJS.ProcessEnv;
  /** Where names of files are meant from. */
  folder: string;
  /** Ms since 1970. */
  now: () => number;
  /** A line of the result. */
  say: (line: string) => void;
  /** A line about what is wrong. */
  complain: (line: string) => void;
  /** A secret out of standard input, or from whoever is at the terminal, unseen. */
  askSecret: (question: string) => Promise<string>;
  /** The state of this relay or of all of a chain, with the keys to it. */
  openDesk: () => Promise<Done<OpenDesk>>;
  /** The address by which tills call the relay, or undefined where its settings do not tell. */
  publicUrl: () => string | undefined;
  fetch: typeof fetch;
}

export interface OpenDesk extends AdministrationDesk {
  close(): Promise<void>;
}

/** What a command ends with. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** Nothing was done, and every mistake was told. */
  notUnderstood: 2,
  /** Nobody knows whether it was done, or it can be done later: the same once more is safe. */
  later: 3,
} as const;
