import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { MemberIndex } from './memberIndex.ts';

const save = (sequence: number, ...identityKeys: string[]) => aSave({ sequence, identityKeys });
const idOf = (sequence: number) => save(sequence).requestId;

test('each key knows its saves, oldest first, whatever comes and goes', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 });
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 12 }), fc.array(fc.nat(11)), (known, gone) => {
      const index = new MemberIndex();
      const saves = known.map((own, at) => save(at + 1, ...own));
      for (const one of saves) index.add(one);
      for (const at of gone) {
        const leaving = saves[at];
        if (leaving !== undefined) index.remove(leaving);
      }
      const left = saves.filter((_, at) => !gone.includes(at));
      for (const key of ['a', 'b', 'c']) {
        const ids = left.filter(({ identityKeys }) => identityKeys.includes(key));
        expect(index.of(key)).toEqual(ids.map(({ requestId }) => requestId));
      }
    }),
  );
});

test('a key that nobody has knows nobody', () => {
  const index = new MemberIndex();
  index.add(save(1, 'a'));
  expect(index.of('b')).toEqual([]);
  index.remove(save(2, 'a'));
  expect(index.of('a')).toEqual([idOf(1)]);
});
