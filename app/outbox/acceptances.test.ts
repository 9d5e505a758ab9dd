import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Acceptances } from './acceptances.ts';
import { aSave } from './aSave.fixture.ts';

const accepted = (sequence: number, settledAt: number) => aSave({ sequence, settledAt });

test('are what a sorted list would be, whatever comes and goes in whatever order', () => {
  const step = fc.record({
    isAdding: fc.boolean(),
    sequence: fc.integer({ min: 1, max: 12 }),
    moment: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const acceptances = new Acceptances();
      const plain = new Map<number, number>();
      for (const { isAdding, sequence, moment } of steps) {
        const known = plain.get(sequence);
        if (isAdding && known === undefined) {
          plain.set(sequence, moment);
          acceptances.add(accepted(sequence, moment));
        }
        if (!isAdding) {
          plain.delete(sequence);
          acceptances.remove(accepted(sequence, known ?? moment));
        }
      }
      for (let moment = -1; moment <= 7; moment += 1) {
        const since = [...plain].filter(([, at]) => at >= moment).map(([sequence]) => sequence);
        expect(acceptances.since(moment)).toEqual(since.sort((a, b) => b - a));
        expect(acceptances.countSince(moment)).toBe(since.length);
      }
    }),
  );
});

test('one that was never accepted takes nobody else away', () => {
  const acceptances = new Acceptances();
  acceptances.add(accepted(1, 10));
  acceptances.add(accepted(3, 20));
  acceptances.remove(accepted(2, 10));
  expect(acceptances.since(0)).toEqual([3, 1]);
});

test('without a time it counts as the oldest', () => {
  const acceptances = new Acceptances();
  acceptances.add(aSave({ sequence: 1, settledAt: null }));
  acceptances.add(accepted(2, 1));
  expect([acceptances.countSince(0), acceptances.countSince(1)]).toEqual([2, 1]);
});
