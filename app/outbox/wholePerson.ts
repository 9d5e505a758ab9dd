import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/**
 * Every save of whoever has one of these keys, in their order: a person is everybody who is joined by a key, also through
 * other saves, as for `PersonQueue`, and by what corrects what, also where the two share no key: a correction may have come
 * here before what it corrects. One that was edited in the folder is found, and leads to nobody else.
 */
export function wholePerson(
  saves: Pick<Saves, 'ofPerson' | 'originalOf' | 'correctionsOf' | 'isBelieved'>,
  keys: readonly string[],
): Save[] {
  const found = new Map<string, Save>();
  // What is joined on the way is looked at in the same walk.
  const joined = new Set(keys);
  const enter = (linked: Save[]) => {
    for (const save of linked) {
      if (found.has(save.requestId)) continue;
      found.set(save.requestId, save);
      if (!saves.isBelieved(save)) continue;
      for (const key of save.identityKeys) joined.add(key);
      const original = saves.originalOf(save);
      if (original !== undefined) linked.push(original);
      // One by one: a file may bring more than a call takes at once.
      for (const correction of saves.correctionsOf(save)) linked.push(correction);
    }
  };
  for (const key of joined) enter(saves.ofPerson(key));
  return [...found.values()].sort(compareSaves);
}

/** The keys by which they are one person, as far as each save may be believed about others. */
export function keysOfPerson(
  saves: Pick<Saves, 'isBelieved'>,
  person: readonly Save[],
): readonly string[] {
  return person.flatMap((save) => (saves.isBelieved(save) ? save.identityKeys : []));
}
