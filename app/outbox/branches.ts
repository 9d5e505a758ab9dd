import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Links = Pick<Saves, 'find' | 'correctionsNaming'>;

/**
 * Every save of the members whose saves these are, by what says to correct what: who is known by a number that a correction has
 * changed is corrected beside that correction. A save that is forgotten still joins what corrects it. One that two clocks dispute counts as well:
 * the more is known, the less goes past it. Each save is looked at once, however many there are of one member.
 */
export function branches(saves: Links, from: readonly Save[]): Save[] {
  const found = new Map(from.map((save) => [save.requestId, save]));
  const looked = new Set<string>();
  const look = (requestId: string) => {
    if (looked.has(requestId)) return;
    looked.add(requestId);
    const original = saves.find(requestId);
    if (original !== undefined) found.set(requestId, original);
    for (const correction of saves.correctionsNaming({ requestId }))
      found.set(correction.requestId, correction);
  };
  // It grows behind the loop.
  for (const { requestId, correctionOf } of found.values()) {
    look(requestId);
    if (correctionOf !== null) look(correctionOf);
  }
  return [...found.values()];
}
