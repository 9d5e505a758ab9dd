import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.ts';

/**
 * All mutants in the order in which a seed takes them. An edit elsewhere leaves the others in their order;
 * a second change of the same spot comes only after the first of every other.
 */
export function inRandomOrder(mutants: readonly Mutant[], seed: number): Mutant[] {
  const seen = new Map<string, number>();
  const drawn = mutants.map((mutant) => {
    const { file, place, before, after } = mutant;
    const text = [seed, file, place, before, after].join('\n');
    const twin = seen.get(text) ?? 0;
    seen.set(text, twin + 1);
    return { mutant, lot: createHash('sha256').update(`${text}\n${twin}`).digest('hex') };
  });
  drawn.sort((one, other) => (one.lot < other.lot ? -1 : 1));
  const taken = new Set<string>();
  const first: Mutant[] = [];
  const later: Mutant[] = [];
  for (const { mutant } of drawn) {
    const spot = `${mutant.file}:${mutant.start}:${mutant.kind}`;
    (taken.has(spot) ? later : first).push(mutant);
    taken.add(spot);
  }
  return [...first, ...later];
}
