import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/**
 * The last of what has corrected a save since, or the save itself where nothing has: a form that was filled from one before
 * has nothing of that, and would take it back.
 */
export function latestCorrection(saves: Pick<Saves, 'correctionOf'>, save: Save): Save {
  let latest = save;
  // A correction is younger than what it corrects: the links end.
  for (let next = saves.correctionOf(latest); next !== undefined; next = saves.correctionOf(latest))
    latest = next;
  return latest;
}
