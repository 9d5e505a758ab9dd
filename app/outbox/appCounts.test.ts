import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppCounts } from './appCounts.ts';

test('counts what is there for each brand and app, whatever comes and goes', () => {
  const madeFor = fc.record({
    brandId: fc.constantFrom('1', '2', null),
    app: fc.constantFrom('https://a 1', 'https://b 1', null),
  });
  const change = fc.record({ madeFor, leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const counts = new AppCounts();
      const there: string[] = [];
      for (const { madeFor: one, leaves } of changes) {
        const name = JSON.stringify([one.brandId, one.app]);
        if (leaves) {
          counts.remove(one);
          if (there.includes(name)) there.splice(there.indexOf(name), 1);
        } else {
          counts.add(one);
          there.push(name);
        }
        const expected = [...new Set(there)].map((other) => ({
          name: other,
          count: there.filter((another) => another === other).length,
        }));
        const found = [...counts.values()].map(({ brandId, app, count }) => ({
          name: JSON.stringify([brandId, app]),
          count,
        }));
        const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
        expect(found.sort(byName)).toEqual(expected.sort(byName));
      }
    }),
  );
});
