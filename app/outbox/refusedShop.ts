import { shown } from '../limits/shown.ts';
import type { Save } from './save.ts';

/** What a chain's relay answers where the shop of a save is not on the till's list (`docs/relay.md`). */
export const OTHER_SHOP = 'isv.shop-not-of-this-till';

/** The shop that this save was made in, where that is what it was refused for: whoever lets the till in has to know it. */
export function refusedShop({
  shopId,
  lastOutcome,
}: Pick<Save, 'shopId' | 'lastOutcome'>): string | undefined {
  return lastOutcome?.subCode === OTHER_SHOP ? shown(shopId ?? '') : undefined;
}
