import type { ListQuery, Sort } from './listQuery.ts';
import { sortedBy, type TillLine } from './listTills.ts';
import { LOOKS, type Look } from './tillLook.ts';

/** A line of the list of shops: what its tills are together. */
export interface ShopLine {
  brandId: string;
  shopId: string;
  /** That of the till that looks worst. */
  look: Look;
  tills: number;
  /** How many of them need somebody. */
  needy: number;
  silent: number;
  waiting: number;
  /** How long the oldest save of all has waited (s), or null. */
  oldest: number | null;
  held: number;
  /** When anything was heard of the shop for the last time (ms since 1970), or null. */
  seenAt: number | null;
}

/** The shops of these tills, which stand in the order of brand and shop. */
export function shopLines(lines: readonly TillLine[]): ShopLine[] {
  const shops = new Map<string, ShopLine>();
  for (const line of lines) {
    const { brandId, shopId } = line.till;
    const key = JSON.stringify([brandId, shopId]);
    const shop = shops.get(key) ?? emptyShop(brandId, shopId);
    shops.set(key, shop);
    addTo(shop, line);
  }
  return [...shops.values()];
}

function emptyShop(brandId: string, shopId: string): ShopLine {
  const none = { tills: 0, needy: 0, silent: 0, waiting: 0, held: 0 };
  return { brandId, shopId, look: 'new', ...none, oldest: null, seenAt: null };
}

function addTo(shop: ShopLine, { till, look, why, oldest }: TillLine): void {
  if (LOOKS.indexOf(look) < LOOKS.indexOf(shop.look)) shop.look = look;
  shop.tills += 1;
  shop.needy += Number(look === 'trouble' || look === 'attention');
  shop.silent += Number(why.includes('silent'));
  shop.waiting += till.report?.waiting ?? 0;
  shop.held += till.report?.held ?? 0;
  shop.oldest = latest(shop.oldest, oldest);
  shop.seenAt = latest(shop.seenAt, till.seenAt);
}

function latest(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.max(one, other);
}

/** What a list of shops can be put in order by. */
export const SHOP_SORTS = ['look', 'shop', 'till', 'seen', 'waiting', 'oldest', 'held'] as const;

const KEYS: Readonly<
  Record<(typeof SHOP_SORTS)[number], (line: ShopLine) => number | string | null>
> = {
  look: ({ look }) => LOOKS.indexOf(look),
  shop: ({ brandId, shopId }) => `${brandId}\u0000${shopId}`,
  till: ({ tills }) => tills,
  seen: ({ seenAt }) => seenAt,
  waiting: ({ waiting }) => waiting,
  oldest: ({ oldest }) => oldest,
  held: ({ held }) => held,
};

/** As `inOrderOf`; by how they look where a shop has not what the tills are put in order by. */
export function shopsInOrderOf({ sort, dir }: ListQuery, lines: readonly ShopLine[]): ShopLine[] {
  return sortedBy(lines, KEYS[isShopSort(sort) ? sort : 'look'], dir);
}

function isShopSort(sort: Sort): sort is (typeof SHOP_SORTS)[number] {
  return SHOP_SORTS.some((one) => one === sort);
}
