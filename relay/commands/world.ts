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
  /** The shared state with its keys, or null where this relay's state is its own and only a running relay has it. */
  openDesk: () => Promise<Done<OpenDesk> | null>;
  /** Where a relay that runs alone leaves the key of its administrator. */
  ownKeyFile: string;
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
  /** Nobody knows whether it was done, or it can be done later: the same order once more is safe. */
  later: 3,
} as const;
