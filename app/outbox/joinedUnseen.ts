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
 * any more, or that only one without a body had joined to this save. What was saved under that since is not known to be of
 * the same person.
 */
export function joinedUnseen(queue: readonly Then[]): (save: Pick<Save, 'requestId'>) => boolean {
  const people = new People();
  const own = new Map<string, readonly string[]>();
  const told = new Set<string>();
  for (const { save, body } of queue) {
    const keys = save.identityKeys.slice(0, body === null ? 0 : ownOf(body));
    own.set(save.requestId, keys);
    for (const key of keys) told.add(key);
    people.join(save.identityKeys, () => undefined);
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
  return ({ requestId }) => {
    const keys = new Set(own.get(requestId));
    const others = untold.get(personOf.get(requestId) ?? '') ?? new Set();
    // By their number: somebody may have written ever so many hashes into the lines of a folder.
    return others.size > [...keys].filter((key) => others.has(key)).length;
  };
}

/**
 * Of the same queue: whether somebody has others in it that wait or are held, of whom no body tells any more that they are
 * theirs. Nothing would keep these in their order.
 */
export function joinedApart(queue: readonly Then[]): (save: Pick<Save, 'requestId'>) => boolean {
  const [then, now] = [new People(), new People()];
  const open: { save: Save; own: readonly string[] }[] = [];
  for (const { save, body } of queue) {
    const { requestId, correctionOf, identityKeys, state } = save;
    then.join(identityKeys, () => undefined);
    const own = identityKeys.slice(0, body === null ? 0 : ownOf(body));
    const corrected = correctionOf === null ? [] : [`#${correctionOf}`];
    // A correction has the hashes of what it corrects.
    now.join([`#${requestId}`, ...own, ...corrected], () => undefined);
    const isOpen = state !== 'accepted' && state !== 'discarded';
    if (isOpen && own.length > 0) open.push({ save, own });
  }
  /** The names that each has now. */
  const namesOf = new Map<string, Set<string>>();
  const personOf = new Map<string, string>();
  for (const { save, own } of open) {
    const person = then.of(save.identityKeys);
    personOf.set(save.requestId, person);
    namesOf.set(person, (namesOf.get(person) ?? new Set()).add(now.of(own)));
  }
  return ({ requestId }) => (namesOf.get(personOf.get(requestId) ?? '')?.size ?? 0) > 1;
}

/** How many of a save's hashes are of what its own body says. */
function ownOf(body: string): number {
  const { origin, member } = readBody(body);
  return identityTexts(origin.brandId, member).length;
}
