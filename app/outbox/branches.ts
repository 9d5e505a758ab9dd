import { originals } from './memberSince.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Links = Pick<Saves, 'originalOf' | 'correctionsOf'>;

/** The first save of whoever a save corrects, as far as this till knows. */
export function firstOf(saves: Links, save: Save): Save {
  let first = save;
  for (const original of originals(saves, save)) first = original;
  return first;
}

/**
 * Saves, and whatever has corrected them since, by any way: who is known by a number that a correction has changed is corrected
 * beside that correction.
 */
export function branches(saves: Pick<Links, 'correctionsOf'>, from: readonly Save[]): Save[] {
  const found = new Map(from.map((save) => [save.requestId, save]));
  // It grows behind the loop.
  for (const one of found.values())
    for (const correction of saves.correctionsOf(one))
      if (!found.has(correction.requestId)) found.set(correction.requestId, correction);
  return [...found.values()];
}
