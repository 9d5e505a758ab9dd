import type { TillRecord } from '../../state/relayState.ts';

type Named = Pick<TillRecord, 'appKey' | 'name' | 'brandId' | 'shopIds'>;

/** Whose names may be alike: separated by what no id has in it. */
function placeOf({ brandId, shopIds }: Named, name: string): string {
  return JSON.stringify([brandId, shopIds[0] ?? '', name]);
}

/**
 * What each till is called among those of its shop. Two that people have given one name, one that has none, and one that is
 * named like another one's key, go by their key: no two of a shop are ever called the same.
 */
export function tillNames(records: readonly Named[]): (record: Named) => string {
  const given = new Map<string, number>();
  const keys = new Set<string>();
  for (const record of records) {
    const place = placeOf(record, record.name);
    given.set(place, (given.get(place) ?? 0) + 1);
    keys.add(record.appKey);
  }
  return (record) => {
    const { name, appKey } = record;
    const isItsOwn = name !== '' && given.get(placeOf(record, name)) === 1 && !keys.has(name);
    return isItsOwn ? name : appKey;
  };
}
