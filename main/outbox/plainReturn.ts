import { isAhead } from '../../app/outbox/doubt.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { ComingBack } from './comeBack.ts';

/** How a queue that was set aside comes back. */
export interface ReturnOf {
  /** When it was set aside, as its folder's name has it (ms since 1970). */
  at: number;
  /** The highest slip number that its till had given then, as far as anything tells that its key has sealed. */
  lastSequence: number;
  /** The same as its mark tells, which nothing seals. Default: no other. */
  saidSequence?: number;
  /** Nothing else comes back at this start, nor waits, nor was set aside later and has come back before. */
  isAlone: boolean;
  /** Nothing is missing, edited, recovered or put back, of its store and of the one here. */
  isSound: boolean;
  /** What is known here of erasings came from itself, at a start at which it kept its name. */
  hasAllErasings?: boolean;
}

/** What it comes back to. */
interface Present {
  saves: Saves;
  /** The highest slip number that was ever given. */
  last: number;
  /** The best clock that there is (ms since 1970). */
  now: number;
  /** When somebody's saves were last erased here (ms since 1970), or before all time. */
  erasedAt: number;
}

/**
 * Whether anything of it may go by itself. What tells an older save from a newer one holds in the plain case: one folder,
 * whose date is confirmed, behind whose numbers the queue of here goes on, and nobody was erased meanwhile. In any other all
 * of it waits for the manager: nobody has ever thought of each (`docs/keys.md`, "The plain case").
 */
export function isPlainReturn(
  back: readonly ComingBack[],
  from: ReturnOf,
  { saves, last, now, erasedAt }: Present,
): boolean {
  const { at, lastSequence, saidSequence = lastSequence } = from;
  const { isAlone, isSound, hasAllErasings = false } = from;
  // Whatever the folder's date: the queue of here, and so its record, is younger than what was set aside.
  const wasErasedHere = Number.isFinite(erasedAt) && !hasAllErasings;
  if (!isAlone || !isSound || wasErasedHere) return false;
  if (isAhead(at, now) || last < Math.max(lastSequence, saidSequence)) return false;
  const theirs = new Set(back.map(({ save }) => save.requestId));
  for (const { requestId, sequence, imported, createdAt } of saves.values()) {
    if (imported !== null || theirs.has(requestId)) continue;
    // Made since by its number, and before by its date: the clock of then, or the name, is wrong.
    if (sequence > lastSequence ? createdAt < at : createdAt > at) return false;
  }
  return back.every(({ save }) => {
    const there = saves.findBySequence(save.sequence);
    return there === undefined || there.requestId === save.requestId;
  });
}
