import type { MadeFor } from './home.ts';

export interface AppCount extends MadeFor {
  count: number;
}

/** How many saves were made for which brand and app: that all of a backlog fit is seen without looking at it. */
export class AppCounts {
  readonly #counts = new Map<string, AppCount>();

  add(madeFor: MadeFor): void {
    const key = keyOf(madeFor);
    const counted = this.#counts.get(key);
    if (counted !== undefined) counted.count += 1;
    else this.#counts.set(key, { brandId: madeFor.brandId, app: madeFor.app, count: 1 });
  }

  remove(madeFor: MadeFor): void {
    const key = keyOf(madeFor);
    const counted = this.#counts.get(key);
    if (counted === undefined) return;
    counted.count -= 1;
    if (counted.count === 0) this.#counts.delete(key);
  }

  values(): Iterable<Readonly<AppCount>> {
    return this.#counts.values();
  }
}

function keyOf({ brandId, app }: MadeFor): string {
  return `${app} ${brandId}`;
}
