import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { refusedShop } from './refusedShop.ts';

const refused = (subCode: string, shopId: string | null = '239923231') =>
  refusedShop(aSave({ shopId, lastOutcome: { class: 'rejected', code: '41', subCode } }));

test('the shop of a save is told where it was refused for its shop, and nowhere else', () => {
  expect(refused('isv.shop-not-of-this-till')).toBe('239923231');
  expect(refused('isv.shop-not-of-this-till', null)).toBe('');
  expect(refused('isv.invalid-mobile')).toBeUndefined();
  expect(refusedShop(aSave({}))).toBeUndefined();
});
