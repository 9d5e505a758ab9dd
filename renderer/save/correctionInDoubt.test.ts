import { describe, expect, test } from 'vitest';
import { atCounter, MOBILE } from './atCounter.fixture.ts';
import { knownOf } from './registration.ts';

const TOGGLE = { type: 'known-toggled' } as const;
const LOST = { type: 'not-stored', code: 'no-answer', fields: {} } as const;
const CODE = { outerId: 'code-1', outerType: 'wechat' } as const;

describe.each([
  ['number', { mobile: MOBILE, name: 'Alice' }, MOBILE],
  ['code', { ...CODE, name: 'Alice' }, CODE.outerId],
])(
  'a correction whose answer was lost, of whoever was found by their %s',
  (_name, values, asked) => {
    /** The customer has agreed as well: nothing but the correction keeps them from being registered anew. */
    function lost() {
      const till = atCounter().types(values).agrees().finds('old', asked).does(TOGGLE);
      till.saves().compares().confirms();
      return till.does({ ...LOST, requestId: till.id });
    }
    /** Its storing has closed what it corrects: whoever is known is asked about anew, and the answer is the correction. */
    const answeredWithItself = (till: ReturnType<typeof atCounter>) =>
      till.does({ type: 'records-changed' }).finds(till.id, asked);

    test.each([
      ['behind that answer', () => answeredWithItself(lost()).does(TOGGLE)],
      ['before that answer', () => answeredWithItself(lost().does(TOGGLE))],
    ])('registers nobody anew where it is taken back %s: they are a member', (_when, takenBack) => {
      const till = takenBack();
      expect(knownOf(till.state.form)).toMatchObject({
        choice: 'none',
        member: { requestId: 'old', slip: 'S-old' },
      });
      till.saves(20_000);
      expect(till.stores()).toHaveLength(1);
      expect(till.state.result).toMatchObject({ kind: 'known', member: { requestId: 'old' } });
    });

    test('is taken up again by F6, under its own id', () => {
      const till = answeredWithItself(lost()).does(TOGGLE, TOGGLE).saves(20_000);
      const stores = till.stores();
      expect(stores).toHaveLength(2);
      expect(stores[1]).toEqual(stores[0]);
      expect(stores[1]).toMatchObject({ requestId: 'id-0', correctionOf: 'old' });
    });

    test('says nothing of whoever is erased, nor on the till of another brand', () => {
      const person = {
        saves: ['old'],
        draft: null,
        typed: null,
        identity: { mobile: '13900139000' },
      };
      const erased = lost().does(TOGGLE, { type: 'records-changed' });
      erased.does({ type: 'person-erased', person }).finds(erased.id, asked);
      expect(knownOf(erased.state.form)).toBeNull();
      const other = lost().does(TOGGLE, { type: 'brand-changed' });
      expect(knownOf(other.finds(other.id, asked).state.form)).toBeNull();
    });
  },
);

test('a form that was stored for a new member since says nothing by its own save, whomever it had corrected before', () => {
  const till = atCounter().types({ mobile: MOBILE, name: 'Alice' }).agrees().finds('old');
  till.does(TOGGLE).saves().compares().confirms();
  till.does({ ...LOST, requestId: till.id });
  // Another number: it corrects nobody.
  const mobile = '13900139000';
  till.types({ mobile }).finds(null, mobile).saves(20_000);
  till.does({ ...LOST, requestId: till.id });
  expect(till.stores().at(-1)).toMatchObject({ correctionOf: null });
  till.types({ mobile: '1390013900' }).types({ mobile }).finds(till.id, mobile);
  expect(knownOf(till.state.form)).toBeNull();
});
