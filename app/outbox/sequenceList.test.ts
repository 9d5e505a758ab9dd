import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SequenceList } from './sequenceList.ts';

describe('a list of sequences', () => {
  test('is what a sorted set would be, whatever comes and goes in whatever order', () => {
    const step = fc.record({ isAdding: fc.boolean(), sequence: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80 }),
        fc.nat(50),
        fc.nat(50),
        (steps, offset, limit) => {
          const list = new SequenceList();
          const plain = new Set<number>();
          for (const { isAdding, sequence } of steps) {
            if (isAdding) list.add(sequence);
            else list.remove(sequence);
            if (isAdding) plain.add(sequence);
            else plain.delete(sequence);
          }
          const newestFirst = [...plain].sort((a, b) => b - a);
          expect([...list.newestFirst()]).toEqual(newestFirst);
          expect(list.latest(offset, limit)).toEqual(newestFirst.slice(offset, offset + limit));
          expect(list.size).toBe(plain.size);
          for (let one = 0; one <= 41; one += 1) expect(list.has(one)).toBe(plain.has(one));
        },
      ),
    );
  });
});
