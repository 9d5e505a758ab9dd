import { identityTexts } from './identity.ts';
import { People } from './people.ts';
import { readBody } from './readBody.ts';
import type { Save } from './save.ts';

/** A save with the hashes that it had under a key of before, and its body, or null where that is gone. */
interface Then {
  save: Save;
  body: string | null;
}

/**
 * Of a queue whose hashes are made anew, out of its bodies: whether somebody has a number or a code in it that no body tells
 * any more, or that only one without a body had joined to this save. What is saved under that is not known to be of
 * the same person.
 */
export function joinedUnseen(queue: readonly Then[]): (save: Pick<Save, 'requestId'>) => boolean {
  const [people, anew] = [new People(), new People()];
  const own = new Map<string, readonly string[]>();
  const told = new Set<string>();
  for (const { save, body } of queue) {
    const keys = save.identityKeys.slice(0, body === null ? 0 : ownOf(body));
    own.set(save.requestId, keys);
    for (const key of keys) told.add(key);
    people.join(save.identityKeys, () => undefined);
    anew.join(keys, () => undefined);
  }
  /** Of each person, what is not told of them. */
  const untold = new Map<string, Set<string>>();
  const personOf = new Map<string, string>();
  for (const { save, body } of queue) {
    const person = people.of(save.identityKeys);
    personOf.set(save.requestId, person);
    const keys = untold.get(person) ?? new Set();
    for (const key of save.identityKeys) if (body === null || !told.has(key)) keys.add(key);
    untold.set(person, keys);
  }
  /** Of these, how many each is known by anew. */
  const known = new Map<string, number>();
  for (const key of told) {
    if (untold.get(people.of([key]))?.has(key) !== true) continue;
    const person = anew.of([key]);
    known.set(person, (known.get(person) ?? 0) + 1);
  }
  return ({ requestId }) => {
    const others = untold.get(personOf.get(requestId) ?? '')?.size ?? 0;
    // By their number: somebody may have written ever so many hashes into the lines of a folder.
    return others > (known.get(anew.of(own.get(requestId) ?? [])) ?? 0);
  };
}

/** How many of a save's hashes are of what its own body says. */
function ownOf(body: string): number {
  const { origin, member } = readBody(body);
  return identityTexts(origin.brandId, member).length;
}
