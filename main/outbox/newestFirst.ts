import { compareSaves } from '../../app/outbox/order.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/**
 * Saves in rounds, for what takes them from the end: each person has one in a round at the most, and its newest in the
 * first. Nearly all are alone, so that the first round has nearly all.
 */
export function newestFirst(
  saves: readonly Save[],
  queue: Pick<Saves['queue'], 'personOf'>,
): Save[][] {
  const rounds: Save[][] = [];
  const roundsOf = new Map<string, number>();
  for (const save of [...saves].sort((one, other) => compareSaves(other, one))) {
    const person = queue.personOf(save);
    const round = roundsOf.get(person) ?? 0;
    roundsOf.set(person, round + 1);
    rounds[round] ??= [];
    rounds[round].push(save);
  }
  return rounds;
}
