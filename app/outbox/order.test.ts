import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseNext } from '../replay/chooseNext.ts';
import { aSave } from './aSave.fixture.ts';
import { compareSaves, madeAt, Places } from './order.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';

/** A till that saves come to, its own and another's, as `Intake` numbers and places them. */
class Shop {
  readonly book = new SaveBook();
  #sequence = 0;

  own(createdAt: number, ...identityKeys: string[]): Save {
    this.#sequence += 1;
    return this.#keep(aSave({ sequence: this.#sequence, createdAt, identityKeys }));
  }

  /** One file, in its own order. */
  comes(...saves: [time: number, ...identityKeys: string[]][]): Save[] {
    const places = new Places(this.book.values(), this.#sequence + 1);
    return saves.map(([madeAt, ...identityKeys]) => {
      this.#sequence += 1;
      const sequence = this.#sequence;
      const imported = { exportedAt: 0, before: places.of(madeAt), madeAt };
      return this.#keep(aSave({ sequence, createdAt: madeAt, identityKeys, imported }));
    });
  }

  finish(save: Save): void {
    this.book.keep({ ...save, state: 'accepted', settledAt: 0 });
  }

  ready(): Save[] {
    return chooseNext(this.book.queue, [], () => 0, { all: 999, backlog: 999 }).ready;
  }

  #keep(save: Save): Save {
    this.book.keep(save);
    return save;
  }
}

const sequences = (saves: Iterable<Save>) => [...saves].map(({ sequence }) => sequence);

describe('a save of another till', () => {
  test('goes after what was made before it here, and before what was made after it', () => {
    const shop = new Shop();
    shop.own(10, 'person');
    shop.own(30, 'person');
    shop.comes([20, 'person']);
    expect(sequences(shop.book.queue.values())).toEqual([1, 3, 2]);
    const sent: number[] = [];
    for (let [next] = shop.ready(); next !== undefined; [next] = shop.ready()) {
      sent.push(next.sequence);
      shop.finish(next);
    }
    expect(sent).toEqual([1, 3, 2]);
  });

  test('stands among others of its kind by the time when it was made, whichever file came first', () => {
    const shop = new Shop();
    shop.own(10);
    shop.comes([50]);
    shop.comes([20], [30]);
    shop.own(60);
    shop.comes([55]);
    expect(sequences(shop.book.queue.values())).toEqual([1, 3, 4, 2, 6, 5]);
  });

  test('is the newest of its person only where it was made last', () => {
    const shop = new Shop();
    shop.own(30, 'person');
    shop.comes([20, 'person']);
    expect(shop.book.ofPerson('person').at(-1)?.sequence).toBe(1);
    shop.comes([40, 'person']);
    expect(shop.book.ofPerson('person').at(-1)?.sequence).toBe(3);
  });

  test('is corrected by a save that was made after it, also where that came to this till first', () => {
    const shop = new Shop();
    const original = { requestId: 'original', createdAt: 20 };
    const correction = shop.own(30);
    const corrects = {
      ...correction,
      requestId: 'correction',
      sequence: 2,
      correctionOf: 'original',
    };
    shop.book.keep(corrects);
    const imported = { exportedAt: 0, before: 1, madeAt: 20 };
    shop.book.keep(aSave({ ...original, sequence: 3, state: 'held', imported }));
    const held = shop.book.find('original');
    if (held === undefined) throw new Error('the original is missing');
    expect(shop.book.correctionOf(held)?.requestId).toBe('correction');
    expect(shop.book.originalOf(corrects)?.requestId).toBe('original');
  });
});

test('a save of another till was made when its file says, an own one when it was created', () => {
  const imported = { exportedAt: 20, before: 1, madeAt: 9 };
  expect(madeAt(aSave({ createdAt: 5, imported }))).toBe(9);
  expect(madeAt(aSave({ createdAt: 5 }))).toBe(5);
});

test('what comes home stays among those of its place: an own one behind all of them, one of another till where it was', () => {
  const from = (sequence: number) =>
    aSave({
      requestId: `from ${sequence}`,
      sequence,
      imported: { exportedAt: 20, before: 5, madeAt: 9 },
    });
  const own = aSave({ requestId: 'own', sequence: 5, createdAt: 7 });
  const all = [from(6), from(7), from(8), own];
  const places = new Places(all, 9);
  for (const one of all) {
    const imported = { exportedAt: 30, before: 5, madeAt: places.madeAtHome(one) };
    const home = { ...one, imported };
    const sorted = all.map((other) => (other === one ? home : other)).sort(compareSaves);
    expect(sequences(sorted)).toEqual([6, 7, 8, 5]);
  }
});

const time = fc.nat(9);
const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 2 });
const step = fc.oneof(
  fc.record({ type: fc.constant('own' as const), time, keys }),
  fc.record({
    type: fc.constant('file' as const),
    saves: fc.array(fc.tuple(time, keys), { maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('send' as const), which: fc.nat(3) }),
);

test('whatever comes to a till in whatever order, each person’s saves leave in the order of their making', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const shop = new Shop();
      /** A plain list, in the order of making, of what has ever been here. */
      const line: { sequence: number; time: number; keys: string[] }[] = [];
      const left = new Set<number>();
      const insert = (one: (typeof line)[number]) => {
        const at = line.findIndex((other) => other.time > one.time);
        line.splice(at === -1 ? line.length : at, 0, one);
      };
      const personOf = (own: string[]) => {
        const names = new Set(own);
        for (let size = 0; size < names.size; ) {
          size = names.size;
          for (const other of line) {
            if (other.keys.some((key) => names.has(key)))
              for (const key of other.keys) names.add(key);
          }
        }
        return names;
      };
      const send = (save: Save) => {
        const person = personOf([...save.identityKeys]);
        const first = line.find(
          (one) => !left.has(one.sequence) && one.keys.some((key) => person.has(key)),
        );
        expect(save.sequence).toBe(first?.sequence);
        left.add(save.sequence);
        shop.finish(save);
      };
      for (const one of steps) {
        if (one.type === 'own') {
          const { sequence } = shop.own(one.time, ...one.keys);
          line.push({ sequence, time: one.time, keys: one.keys });
        } else if (one.type === 'file') {
          const inOrder = one.saves.sort(([a], [b]) => a - b);
          const came = shop.comes(
            ...inOrder.map(([at, own]) => [at, ...own] as [number, ...string[]]),
          );
          for (const [index, { sequence }] of came.entries()) {
            const [at = 0, own = []] = inOrder[index] ?? [];
            insert({ sequence, time: at, keys: own });
          }
        } else {
          const ready = shop.ready();
          const save = ready[one.which % Math.max(1, ready.length)];
          if (save !== undefined) send(save);
        }
        const all = [...shop.book.values()].sort(compareSaves);
        expect(sequences(all)).toEqual(line.map(({ sequence }) => sequence));
        expect(sequences(shop.book.queue.values())).toEqual(
          line.map(({ sequence }) => sequence).filter((sequence) => !left.has(sequence)),
        );
      }
      for (let [next] = shop.ready(); next !== undefined; [next] = shop.ready()) send(next);
      expect(left.size).toBe(line.length);
    }),
    { numRuns: 500 },
  );
});
