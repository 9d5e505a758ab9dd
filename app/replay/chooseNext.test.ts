import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PersonQueue } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';
import { chooseNext } from './chooseNext.ts';

const queueOf = (...saves: Save[]) => {
  const queue = new PersonQueue();
  for (const save of saves) queue.put(save);
  return queue;
};
const due = () => 0;
const sequences = (saves: Save[]) => saves.map((save) => save.sequence);
const choose = (queue: PersonQueue, fresh: number[] = [], all = 99, backlog = 99) =>
  sequences(chooseNext(queue, fresh, due, { all, backlog }).ready);

describe('what goes next', () => {
  test('a save goes when it is due, and not a millisecond before', () => {
    const queue = queueOf(aSave({ sequence: 1 }), aSave({ sequence: 2 }), aSave({ sequence: 3 }));
    const choice = chooseNext(queue, [], (save) => [0, 0, 1, -1][save.sequence] ?? 0, {
      all: 9,
      backlog: 9,
    });
    expect(sequences(choice.ready)).toEqual([1, 3]);
    expect(choice.nextDueIn).toBe(1);
  });
  test('the backlog goes oldest first, as far as there is capacity', () => {
    const queue = queueOf(aSave({ sequence: 1 }), aSave({ sequence: 2 }), aSave({ sequence: 3 }));
    expect(choose(queue, [], 2)).toEqual([1, 2]);
  });
  test('a save made at the counter just now goes before the backlog', () => {
    const queue = queueOf(aSave({ sequence: 1 }), aSave({ sequence: 2 }), aSave({ sequence: 3 }));
    expect(choose(queue, [3], 1)).toEqual([3]);
  });
  test('the counter’s saves keep to the capacity, and what they leave of it is the backlog’s', () => {
    const queue = queueOf(...[1, 2, 3, 4, 5].map((sequence) => aSave({ sequence })));
    expect(choose(queue, [5, 4, 3], 2)).toEqual([5, 4]);
    expect(choose(queue, [5], 4, 2)).toEqual([5, 1, 2]);
    expect(choose(queue, [5], 2, 9)).toEqual([5, 1]);
    expect(choose(queue, [5], 4, 0)).toEqual([5]);
    expect(choose(queue, [], 0)).toEqual([]);
    expect(choose(queue, [5], 0)).toEqual([]);
  });
  test('a save that is finished, or chosen already, is passed by', () => {
    const queue = queueOf(aSave({ sequence: 1 }), aSave({ sequence: 2 }));
    expect(choose(queue, [2, 9, 2])).toEqual([2, 1]);
  });
  test('of several that wait for their time the wait of the first one due is told', () => {
    const waits = [0, 700, 300, 500];
    const queue = queueOf(...[1, 2, 3].map((sequence) => aSave({ sequence })));
    const capacity = { all: 9, backlog: 9 };
    const wait = (save: Save) => waits[save.sequence] ?? 0;
    expect(chooseNext(queue, [], wait, capacity)).toEqual({ ready: [], nextDueIn: 300 });
    expect(chooseNext(queue, [], due, capacity).nextDueIn).toBeNull();
  });
  test('but never before an earlier save of the same person', () => {
    const queue = queueOf(
      aSave({ sequence: 1, identityKeys: ['m'] }),
      aSave({ sequence: 2, identityKeys: ['m', 'o'] }),
    );
    expect(choose(queue, [2])).toEqual([1]);
  });
  test('a person is known by mobile or outer id, also through a third save', () => {
    const queue = queueOf(
      aSave({ sequence: 1, identityKeys: ['mobile-1'] }),
      aSave({ sequence: 2, identityKeys: ['mobile-1', 'outer-1'] }),
      aSave({ sequence: 3, identityKeys: ['outer-1'] }),
      aSave({ sequence: 4, identityKeys: ['mobile-2'] }),
    );
    expect(choose(queue)).toEqual([1, 4]);
    queue.remove(aSave({ sequence: 1, identityKeys: ['mobile-1'] }));
    expect(choose(queue)).toEqual([2, 4]);
  });
  test('a save that is being sent blocks its person and nobody else', () => {
    const queue = queueOf(
      aSave({ sequence: 1, identityKeys: ['m'], state: 'sending' }),
      aSave({ sequence: 2, identityKeys: ['m'] }),
      aSave({ sequence: 3 }),
    );
    expect(choose(queue)).toEqual([3]);
  });
  test('a save that waits for its time is passed by, and the wait is told', () => {
    const queue = queueOf(aSave({ sequence: 1 }), aSave({ sequence: 2 }));
    const choice = chooseNext(queue, [], (save) => (save.sequence === 1 ? 700 : 0), {
      all: 9,
      backlog: 9,
    });
    expect(sequences(choice.ready)).toEqual([2]);
    expect(choice.nextDueIn).toBe(700);
  });
  test('two saves of one person are never chosen together, and the first of each person is', () => {
    const arbitrary = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 2 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(arbitrary, fc.array(fc.nat(30)), (keys, fresh) => {
        const saves = keys.map((identity, index) =>
          aSave({ sequence: index + 1, identityKeys: identity.map((key) => `k${key}`) }),
        );
        const chosen = new Set(choose(queueOf(...saves), fresh));
        const people = saves.reduce<string[][]>((known, { identityKeys }) => {
          const [joined, others] = [true, false].map((is) =>
            known.filter((person) => person.some((key) => identityKeys.includes(key)) === is),
          );
          return [...(others ?? []), [...identityKeys, ...(joined ?? []).flat()]];
        }, []);
        for (const save of saves) {
          const person = people.find((keys) => keys.includes(save.identityKeys[0] ?? 'nobody'));
          const isFirst = !saves.some(
            (other) =>
              other.sequence < save.sequence &&
              other.identityKeys.some((key) => person?.includes(key)),
          );
          expect(chosen.has(save.sequence)).toBe(isFirst);
        }
      }),
    );
  });
});
