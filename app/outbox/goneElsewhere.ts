import { branches } from './branches.ts';
import { stands } from './corrections.ts';
import { latestCorrection } from './latestCorrection.ts';
import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** What is looked at to know what has become of a member: `goneElsewhere`. */
export type MemberLinks = Pick<Saves, 'correctionOf' | 'find' | 'correctionsNaming'>;

/**
 * What another till has of whoever a save is about, where that is the last of what has corrected it since, or of all that is known of
 * the member: a correction beside it, whose number only that one has, is no less the newest. Undefined where it goes on here.
 */
export function goneElsewhere(saves: MemberLinks, save: Save): Save | undefined {
  return [latestCorrection(saves, save), latestOfMember(saves, save)].find(
    (latest) => latest?.closedReason === 'moved',
  );
}

/** The last of all that is known of the member and still stands. */
function latestOfMember(saves: MemberLinks, save: Save): Save | undefined {
  return branches(saves, [save])
    .filter((one) => mayStand(saves, one))
    .sort(compareSaves)
    .at(-1);
}

function mayStand(saves: MemberLinks, save: Save): boolean {
  const { correctionOf, closedReason } = save;
  const original = correctionOf === null ? undefined : saves.find(correctionOf);
  return original === undefined ? closedReason !== 'manager' : stands(save, original);
}
