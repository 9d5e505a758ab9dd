import { People } from './people.ts';
import type { Save } from './save.ts';

/** What goes into a file, and how many of its hashes are of what its own body says. */
interface Going {
  save: Save;
  own: number;
}

/**
 * The ids of the corrections that a file would tear from others of the same person in it, in front of them: it tells who is one
 * person by numbers and codes, and by what each corrects. Where two correct the same member over what does not go along, as one
 * of them corrects a correction that was accepted, it tells nothing of that, and the till that takes it would keep them in no
 * order. `going`: in their order. `personOf`: the name of whose a
 * save is here.
 */
export function toldApart(
  going: readonly Going[],
  personOf: (save: Save) => string,
): ReadonlySet<string> {
  const told = new People();
  for (const { save, own } of going) {
    const { requestId, identityKeys, correctionOf } = save;
    const corrected = correctionOf === null ? [] : [correctionOf];
    // No id is like a hash.
    told.join([requestId, ...identityKeys.slice(0, own), ...corrected], () => undefined);
  }
  const apart = new Set<string>();
  /** By the name of each person here: who the first of their corrections are in the file. */
  const first = new Map<string, string>();
  for (const { save } of going) {
    if (save.correctionOf === null) continue;
    const [here, there] = [personOf(save), told.of([save.requestId])];
    if (!first.has(here)) first.set(here, there);
    if (first.get(here) !== there) apart.add(save.requestId);
  }
  return apart;
}
