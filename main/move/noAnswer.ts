import type { MoveFailure } from '../../app/move/moveCalls.ts';
import { errorCode } from '../files/durableFile.ts';

/** No answer came in time, or who was asked is gone: what was begun may still be done. */
export const NO_ANSWER = 'no-answer';

/** Gives what the window is told of what a disk has thrown: `code`, or that it has not answered. */
export function failureOf(code: MoveFailure): (error: unknown) => { ok: false; code: MoveFailure } {
  return (error) => ({ ok: false, code: isUnanswered(error) ? 'move.no-answer' : code });
}

export function isUnanswered(error: unknown): boolean {
  return errorCode(error) === NO_ANSWER;
}
