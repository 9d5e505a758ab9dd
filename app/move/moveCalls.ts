import type { PassphraseProblem } from './passphrase.ts';

/** Which way a queue moves: into a file, or out of one. */
export const MOVE_DIRECTIONS = ['export', 'import'] as const;
export type MoveDirection = (typeof MOVE_DIRECTIONS)[number];

/** What a move has come to. */
export type MoveReport =
  /** `left`: what could not be read, moved or closed, and stays. */
  | { direction: 'export'; saves: number; left: number }
  /** `late`: of those that were taken, how many wait for the manager; `exportedAt`: ms since 1970. */
  | {
      direction: 'import';
      taken: number;
      alreadyHere: number;
      late: number;
      exportedAt: number;
    };

/** A move that somebody has asked for, as the window asks the manager about it. */
export interface MoveQuestion {
  /** Another move that is asked for meanwhile is another question: the PIN is given for the one that is shown. */
  id: number;
  direction: MoveDirection;
  /** The whole path. */
  file: string;
  /** Whether the manager has chosen the file in the window; otherwise it comes unasked. */
  isChosen: boolean;
  /** What it has come to, until somebody has read it; null while it is only asked for. */
  report: MoveReport | null;
}

/** Why nothing was moved. */
export type MoveFailure =
  | 'move.exists'
  | 'move.inside'
  | 'move.nothing'
  | 'move.not-written'
  | 'move.not-verified'
  | 'move.not-audited'
  | 'move.decided-meanwhile'
  | 'move.unreadable'
  | 'move.no-answer'
  | 'move.not-a-queue'
  | 'move.wrong-passphrase'
  | 'move.bad-save'
  /** By the clock of here, or of whoever wrote the file, somebody in it is too young, or has not agreed yet. */
  | 'move.clock'
  | 'move.not-stored'
  | 'move.id-taken'
  /** Another file has its name since somebody was told what it would do. */
  | 'move.changed'
  /** The data may be another computer's: which of the two sends them is answered first. */
  | 'move.other-computer'
  | PassphraseProblem;
