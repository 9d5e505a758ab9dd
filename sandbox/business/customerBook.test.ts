import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CustomerSave } from './customerArguments.ts';
import { CustomerBook } from './customerBook.ts';

const numbers = fc.integer({ min: 0, max: 6 });
const identities = fc.record({
  mobile: numbers.map(String),
  outer_id: fc.option(numbers.map(String), { nil: undefined }),
});

function saveOf(identity: Pick<CustomerSave, 'mobile' | 'outer_id'>): CustomerSave {
  const outer_type = identity.outer_id === undefined ? undefined : ('wechat' as const);
  const required = { brand_id: '1', shop_id: '1', channel: '2' as const };
  return { ...required, operator_id: '1', request_id: '1', ...identity, outer_type };
}

/** The plainest reading of "the same customer": saves that share a key are one group. */
function groupsOf(saves: CustomerSave[]): string[][] {
  let groups: string[][] = [];
  for (const { mobile, outer_id } of saves) {
    const own = [`mobile ${mobile}`, ...(outer_id ? [`outer ${outer_id}`] : [])];
    const touched = groups.filter((group) => group.some((key) => own.includes(key)));
    const others = groups.filter((group) => !touched.includes(group));
    groups = [...others, [...touched.flat(), ...own]];
  }
  return groups;
}

it('takes exactly those for one customer whom mobiles and outer ids connect, in any order', () => {
  fc.assert(
    fc.property(fc.array(identities, { maxLength: 15 }), (sequence) => {
      const saves = sequence.map(saveOf);
      const book = new CustomerBook();
      for (const save of saves) book.upsert(save);
      expect(Object.keys(book.all())).toHaveLength(groupsOf(saves).length);
      // Every mobile still leads to a customer that is there.
      for (const { mobile } of saves) {
        const { created, customerId } = book.upsert(saveOf({ mobile }));
        expect(created).toBe(false);
        expect(book.all()).toHaveProperty(customerId);
      }
    }),
  );
});

it('keeps the older customer, its id and the newest fields when it joins two', () => {
  const book = new CustomerBook();
  const older = book.upsert({ ...saveOf({ mobile: '1' }), name: 'a', remark: 'r' });
  book.upsert({ ...saveOf({ mobile: '2', outer_id: '9' }), name: 'b' });
  const joined = book.upsert({ ...saveOf({ mobile: '1', outer_id: '9' }), gender: 0 });
  expect(joined).toEqual({ customerId: older.customerId, created: false });
  expect(book.upsert(saveOf({ mobile: '2' })).customerId).toBe(older.customerId);
  expect(Object.values(book.all())).toMatchObject([
    { saves: 4, fields: { mobile: '2', outer_id: '9', name: 'b', remark: 'r', gender: 0 } },
  ]);
});
