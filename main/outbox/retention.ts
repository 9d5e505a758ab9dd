import type { Save } from '../../app/outbox/save.ts';

/** A discarded save can be taken back for this long (ms). */
const DISCARDED_RETENTION = 30 * 24 * 60 * 60 * 1_000;

export interface RetentionTime {
  /** The till's own clock, ms since 1970. */
  now: number;
  /** The gateway's clock, ms since 1970, or null while fewer than two answers since the start have proved it. */
  confirmedTime: number | null;
}

/**
 * What nobody can need any more. `accepted`: how long a masked line stays after acceptance (ms). The body of
 * a save that a manager has discarded may still be wanted: a clock that is years ahead must not erase it, so its
 * time counts by the gateway's clock. What was moved or corrected lives on elsewhere.
 */
export function outlived(
  saves: Iterable<Save>,
  { now, confirmedTime }: RetentionTime,
  accepted: number,
): Save[] {
  return [...saves].filter(({ state, closedReason, settledAt }) => {
    if (settledAt === null) return false;
    if (state === 'accepted') return settledAt < now - accepted;
    if (state !== 'discarded') return false;
    const time = closedReason === 'manager' ? confirmedTime : now;
    return time !== null && settledAt < time - DISCARDED_RETENTION;
  });
}
