import type { Header } from './header.ts';

/** How far a store has come. */
type Reached = Pick<Header, 'after' | 'lastSequence'>;

/**
 * Whether the journal with this header can be the next one behind the file whose header is `before`, where all that was
 * read in front of it has come to `reached`. A journal is made while the one before still takes changes, so it may say
 * less than was reached; it never says more, nor less than what the one before began with. The journal of a snapshot is
 * made before that is.
 */
export function isNextBehind(before: Header | null, reached: Reached, header: Header): boolean {
  const isWithin = (to: Reached, from: Reached) =>
    from.after <= to.after && from.lastSequence <= to.lastSequence;
  if (!isWithin(reached, header)) return false;
  return before === null || before.generation >= header.generation || isWithin(header, before);
}
