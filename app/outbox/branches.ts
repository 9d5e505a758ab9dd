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
 * A save, and whatever has corrected it since, by any way: who is known by a number that a correction has changed is corrected
 * beside that correction.
 */
export function branches(saves: Links, first: Save): Save[] {
  const found = [first];
  // A correction is younger than what it corrects: the links end, and no save is met twice. The list grows behind the loop.
  for (const one of found)
    for (const correction of saves.correctionsOf(one)) found.push(correction);
  return found;
}
