import type { Save } from '../../app/outbox/save.ts';

/** A discarded save can be taken back for this long (ms). */
const DISCARDED_RETENTION = 30 * 24 * 60 * 60 * 1_000;

/** What nobody can need any more. `accepted`: how long a masked line stays after acceptance (ms). */
export function outlived(saves: Iterable<Save>, now: number, accepted: number): Save[] {
  const kept = { accepted, discarded: DISCARDED_RETENTION } as const;
  return [...saves].filter(({ state, settledAt }) => {
    if (state !== 'accepted' && state !== 'discarded') return false;
    return settledAt !== null && settledAt < now - kept[state];
  });
}
