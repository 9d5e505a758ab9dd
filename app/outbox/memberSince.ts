import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Links = Pick<Saves, 'originalOf'>;

/**
 * Far more than somebody corrects in a row. A chain without an end would be walked for each of its saves whenever the
 * list is asked for; what lies before counts as forgotten.
 */
const MAX_CORRECTIONS = 64;

/**
 * A correction of somebody who was a member already: nobody becomes one by it. Of what this till knows no more it is
 * one too: what was accepted is forgotten first.
 */
export function isUpdate(saves: Links, save: Save): boolean {
  let first = save;
  for (const original of originals(saves, save)) {
    if (original.state === 'accepted') return true;
    first = original;
  }
  return first.correctionOf !== null;
}

/** When whoever a save is about was registered here (ms since 1970), or null where that is forgotten. */
export function registeredAt(saves: Links, save: Save): number | null {
  let first = save;
  for (const original of originals(saves, save)) first = original;
  return first.correctionOf === null ? first.createdAt : null;
}

/** What it corrects, and what that corrects, and so on; newest first. */
export function* originals(saves: Links, save: Save): Generator<Save> {
  let original = saves.originalOf(save);
  for (let count = 0; original !== undefined && count < MAX_CORRECTIONS; count += 1) {
    yield original;
    original = saves.originalOf(original);
  }
}
