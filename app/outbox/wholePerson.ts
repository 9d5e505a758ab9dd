import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/**
 * Every save of whoever has one of these keys, in their order: a person is everybody who is joined by a key, also through
 * other saves, as for `PersonQueue`, and by what corrects what.
 */
export function wholePerson(
  saves: Pick<Saves, 'ofPerson' | 'originalOf'>,
  keys: readonly string[],
): Save[] {
  const found = new Map<string, Save>();
  // What is joined on the way is looked at in the same walk.
  const joined = new Set(keys);
  const enter = (save: Save) => {
    found.set(save.requestId, save);
    for (const key of save.identityKeys) joined.add(key);
  };
  for (const key of joined) {
    for (const save of saves.ofPerson(key)) {
      if (found.has(save.requestId)) continue;
      enter(save);
      for (
        let original = saves.originalOf(save);
        original !== undefined && !found.has(original.requestId);
        original = saves.originalOf(original)
      )
        enter(original);
    }
  }
  return [...found.values()].sort(compareSaves);
}
