import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Links = Pick<Saves, 'originalOf'>;

/**
 * A correction of somebody who was a member already: nobody becomes one by it. Of what this till knows no more it is
 * one too: what was accepted is forgotten first.
 */
export function isUpdate(saves: Links, save: Save): boolean {
  const before = history(saves, save).slice(0, -1);
  return (
    before.some(({ state }) => state === 'accepted') || (before[0] ?? save).correctionOf !== null
  );
}

/** When whoever a save is about was registered here (ms since 1970), or null where that is forgotten. */
export function registeredAt(saves: Links, save: Save): number | null {
  const [first = save] = history(saves, save);
  return first.correctionOf === null ? first.createdAt : null;
}

/** What it corrects, and what that corrects, and so on; oldest first, itself last. */
function history(saves: Links, save: Save): Save[] {
  const original = saves.originalOf(save);
  return original === undefined ? [save] : [...history(saves, original), save];
}
