import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseNext } from '../replay/chooseNext.ts';
import { aSave } from './aSave.fixture.ts';
import { PersonQueue } from './personQueue.ts';

const queueOf = (...sequencesAndKeys: [number, ...string[]][]) => {
  const queue = new PersonQueue();
  for (const [sequence, ...identityKeys] of sequencesAndKeys) {
    queue.put(aSave({ sequence, identityKeys }));
  }
  return queue;
};
const save = (sequence: number, ...identityKeys: string[]) => aSave({ sequence, identityKeys });

describe('who waits for whom', () => {
  test('two saves are one person’s also when only a third, finished one shows it', () => {
    const queue = queueOf([1, 'mobile', 'outer'], [2, 'mobile'], [3, 'outer']);
    queue.remove({ ...save(1, 'mobile', 'outer'), state: 'accepted' });
    expect(queue.isBlocked(save(2, 'mobile'))).toBe(false);
    expect(queue.isBlocked(save(3, 'outer'))).toBe(true);
    expect(queue.firstOf(save(3, 'outer')).sequence).toBe(2);
  });

  test('an accepted save from before the start shows it too', () => {
    const queue = new PersonQueue();
    queue.remove({ ...save(1, 'mobile', 'outer'), state: 'accepted' });
    queue.put(save(2, 'mobile'));
    queue.put(save(3, 'outer'));
    expect(queue.isBlocked(save(3, 'outer'))).toBe(true);
  });

  test('a save that was requeued waits for a newer one that is just being sent', () => {
    const queue = queueOf([2, 'mobile']);
    queue.put({ ...save(2, 'mobile'), state: 'sending' });
    queue.put(save(1, 'mobile'));
    expect(queue.isBlocked(save(1, 'mobile'))).toBe(true);
    queue.remove({ ...save(2, 'mobile'), state: 'accepted' });
    expect(queue.isBlocked(save(1, 'mobile'))).toBe(false);
  });

  test('a save that was requeued stands at its old place, not at the end', () => {
    const queue = queueOf([2, 'b'], [3, 'c'], [1, 'a']);
    expect([...queue.values()].map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  test('a person whose only save has left is as new: of the next ones the first goes first', () => {
    const queue = queueOf([1, 'mobile']);
    queue.remove(save(1, 'mobile'));
    queue.put(save(2, 'mobile'));
    queue.put(save(3, 'mobile'));
    expect([2, 3].map((one) => queue.isBlocked(save(one, 'mobile')))).toEqual([false, true]);
    queue.remove(save(2, 'mobile'));
    queue.put(save(4, 'mobile'));
    expect([3, 4].map((one) => queue.isBlocked(save(one, 'mobile')))).toEqual([false, true]);
  });

  test.each<[string, [number, ...string[]][]]>([
    [
      'one after the other',
      [
        [1, 'a'],
        [2, 'a'],
        [3, 'a'],
        [4, 'a'],
      ],
    ],
    [
      'the last first',
      [
        [4, 'a'],
        [3, 'a'],
        [2, 'a'],
        [1, 'a'],
      ],
    ],
    [
      'one in the middle last',
      [
        [1, 'a'],
        [3, 'a'],
        [4, 'a'],
        [2, 'a'],
      ],
    ],
    [
      'as two people who turn out to be one',
      [
        [1, 'a'],
        [3, 'a'],
        [2, 'b'],
        [4, 'b', 'a'],
      ],
    ],
    [
      'as two people with two saves each',
      [
        [1, 'a'],
        [3, 'a'],
        [2, 'b'],
        [4, 'b'],
        [5, 'a', 'b'],
      ],
    ],
  ])('of one person’s saves that came %s always the first that is left is free', (_, saves) => {
    const queue = queueOf(...saves);
    const left = new Map(saves.map(([sequence, ...keys]) => [sequence, keys]));
    for (const next of [...left.keys()].sort((a, b) => a - b)) {
      const free = [...left].filter(
        ([sequence, keys]) => !queue.isBlocked(save(sequence, ...keys)),
      );
      expect(free.map(([sequence]) => sequence)).toEqual([next]);
      queue.remove(save(next, ...(left.get(next) ?? [])));
      left.delete(next);
    }
  });

  test('what is under way itself does not wait for itself, and its person’s next one waits for it', () => {
    const queue = queueOf([1, 'a'], [2, 'a'], [3, 'b']);
    const sending = { ...save(1, 'a'), state: 'sending' } as const;
    queue.put(sending);
    expect(queue.isBlocked(sending)).toBe(false);
    expect([2, 3].map((one) => queue.isBlocked(queue.get(one) ?? sending))).toEqual([true, false]);
  });

  test('a queue is put in order once, however often it is looked through', () => {
    const queue = queueOf([2, 'b'], [3, 'c']);
    let compared = 0;
    const counting = save(1, 'a');
    Object.defineProperty(counting, 'imported', {
      get: () => {
        compared += 1;
        return null;
      },
    });
    queue.put(counting);
    for (const looked of [true, false]) {
      compared = 0;
      expect([...queue.values()][0]).toBe(counting);
      expect(compared > 0).toBe(looked);
    }
  });

  test('two of another till stand in their order also where its file tells parts of a millisecond', () => {
    const made = (sequence: number, madeAt: number) =>
      aSave({
        sequence,
        identityKeys: ['mobile'],
        imported: { exportedAt: 9, before: 9, madeAt },
      });
    const [later, earlier, finished] = [made(1, 5.5), made(2, 5), made(3, 5.2)];
    const queue = new PersonQueue();
    queue.put(later);
    expect(queue.firstOf(finished)).toBe(finished);
    queue.put(earlier);
    expect([...queue.values()]).toEqual([earlier, later]);
    expect(queue.firstOf(later)).toBe(earlier);
  });

  test('a save without mobile and outer id waits for nobody', () => {
    const queue = queueOf([1], [2]);
    expect(queue.isBlocked(save(2))).toBe(false);
  });

  test('whatever comes and goes, exactly the first of each person is free', () => {
    const change = fc.record({
      sequence: fc.integer({ min: 1, max: 12 }),
      keys: fc.uniqueArray(fc.integer({ min: 0, max: 6 }).map(String), {
        minLength: 1,
        maxLength: 2,
      }),
      leaves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const queue = new PersonQueue();
        const keysOf = new Map<number, string[]>();
        const persons: Set<string>[] = [];
        const waiting = new Set<number>();
        for (const { sequence, keys, leaves } of changes) {
          const own = keysOf.get(sequence) ?? keys;
          keysOf.set(sequence, own);
          const joined = persons.filter((person) => own.some((key) => person.has(key)));
          for (const person of joined) persons.splice(persons.indexOf(person), 1);
          persons.push(new Set([...own, ...joined.flatMap((person) => [...person])]));
          if (leaves) queue.remove(save(sequence, ...own));
          else queue.put(save(sequence, ...own));
          if (leaves) waiting.delete(sequence);
          else waiting.add(sequence);
        }
        const personOf = (sequence: number) =>
          persons.find((person) => person.has(keysOf.get(sequence)?.[0] ?? ''));
        expect([...queue.values()].map((one) => one.sequence)).toEqual(
          [...waiting].sort((a, b) => a - b),
        );
        for (const sequence of waiting) {
          const isFirst = [...waiting].every(
            (other) => other >= sequence || personOf(other) !== personOf(sequence),
          );
          expect(queue.isBlocked(save(sequence, ...(keysOf.get(sequence) ?? [])))).toBe(!isFirst);
        }
      }),
    );
  });
});

describe('the queue while somebody decides', () => {
  const ready = (queue: PersonQueue) =>
    chooseNext(queue, [], () => 0, { all: 9, backlog: 9 }).ready.map(({ sequence }) => sequence);

  test('while a decision about a save is being stored, it is not sent and nobody goes past it', () => {
    const queue = queueOf([1, 'm'], [2, 'm']);
    const first = save(1, 'm');
    queue.reserve(first);
    expect(ready(queue)).toEqual([]);
    queue.put(first);
    expect(ready(queue)).toEqual([1]);
    queue.remove(first);
    expect(ready(queue)).toEqual([2]);
  });
});

test('whoever is alone from now on leaves the others as if nobody had ever been joined by them', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const one = fc.record({
    keys: fc.uniqueArray(key, { maxLength: 3 }),
    isOver: fc.boolean(),
    isAlone: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 12 }),
      fc.array(one, { maxLength: 4 }),
      (made, later) => {
        const alone = new Set<number>();
        const all = made.map(({ keys }, at) => save(at + 1, ...keys));
        const isAlone = ({ sequence }: { sequence: number }) => alone.has(sequence);
        const build = () => {
          const queue = new PersonQueue(isAlone, () => all);
          for (const known of all) queue.remove(known);
          return queue;
        };
        const enter = (queue: PersonQueue, at: number, isOver: boolean) => {
          const known = all[at];
          if (known === undefined) return;
          if (isOver) queue.remove(known);
          else queue.put(known);
        };
        const queue = build();
        for (const [at, { isOver }] of made.entries()) enter(queue, at, isOver);
        for (const [at, { isAlone: becomes }] of made.entries()) if (becomes) alone.add(at + 1);
        queue.regroup();
        for (const [at, { keys, isOver }] of later.entries()) {
          all.push(save(made.length + at + 1, ...keys));
          enter(queue, made.length + at, isOver);
        }
        const fresh = build();
        for (const [at, { isOver }] of [...made, ...later].entries()) enter(fresh, at, isOver);
        const blocked = (of: PersonQueue) => [...of.values()].map((known) => of.isBlocked(known));
        expect(blocked(queue)).toEqual(blocked(fresh));
      },
    ),
  );
});
