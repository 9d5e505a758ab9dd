import { describe, expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE, typed } from './atCounter.fixture.ts';
import { correctionOf } from './registration.ts';

const CODE = { outerId: '2088328921390232', outerType: 'alipay' as const };
const OTHER = '13900139000';
const TOGGLE = { type: 'known-toggled' } as const;
const REGISTERED = { mobile: MOBILE, name: 'Alice', birthday: '19900102', remark: 'old' };

type Till = ReturnType<typeof atCounter>;

/** What was registered of the member comes. */
const reads = (till: Till) =>
  till.does({
    type: 'known-read',
    requestId: till.id,
    draft: correctionDraft('old', { ...REGISTERED, ...CODE }),
  });

/** Found by the number and by the code, and corrected by the number, in place of which another one is typed then. */
function foundByBoth(): Till {
  const till = atCounter().types({ mobile: MOBILE }).finds('old', MOBILE, 'pending');
  till.types(CODE).finds('old', CODE.outerId, 'pending').does(TOGGLE);
  expect(reads(till).values).toMatchObject({ name: 'Alice', ...CODE });
  return till.types({ mobile: OTHER }).finds(null, OTHER);
}

/** The correction by the code that is left. */
const corrected = () => foundByBoth().does(TOGGLE);

describe('a member whom the number and the code have found, corrected by the code once the number is another one', () => {
  test('is read anew, and nothing of them counts as typed before that', () => {
    const till = corrected();
    expect(correctionOf(till.state.form)).toBe('old');
    expect(till.values).toEqual(typed({ mobile: OTHER, ...CODE }));
    expect(till.state.form.choice?.decided).toEqual([]);
    expect(reads(till).values).toEqual(typed({ ...REGISTERED, ...CODE, mobile: OTHER }));
  });
  test.each<[string, (till: Till) => unknown, object]>([
    ['F6 once more', (till) => till.does(TOGGLE), CODE],
    ['another code', (till) => till.types({ outerId: '1' }), { ...CODE, outerId: '1' }],
    ['a till of another brand', (till) => till.does({ type: 'brand-changed' }), CODE],
  ])('leaves nothing in a form that does not correct them any more: %s', (_how, ends, code) => {
    for (const till of [corrected(), reads(corrected())]) {
      ends(till);
      expect(correctionOf(till.state.form)).toBeNull();
      expect(till.values).toEqual(typed({ mobile: OTHER, ...code }));
    }
  });
  test('is not what somebody with another code is registered with', () => {
    const till = corrected().types({ outerId: '1' }).finds(null, '1').agrees().saves();
    const member = typed({ ...CODE, mobile: OTHER, outerId: '1' });
    expect(till.stores()).toMatchObject([{ member, correctionOf: null }]);
  });
});
