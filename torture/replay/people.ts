/** The keys of every save that name its person within the brand. */
export type Keys = ReadonlyMap<string, readonly string[]>;

/**
 * The request ids of the person of `requestId` among `known`: those that share its mobile or its outer id,
 * those that share one with them, and so on.
 */
export function personOf(requestId: string, keys: Keys, known: Iterable<string>): Set<string> {
  const person = new Set([requestId]);
  const names = new Set(keys.get(requestId));
  const others = new Set(known);
  for (let grew = true; grew; ) {
    grew = false;
    for (const other of others) {
      const own = keys.get(other) ?? [];
      if (person.has(other) || !own.some((key) => names.has(key))) continue;
      person.add(other);
      for (const key of own) names.add(key);
      grew = true;
    }
  }
  return person;
}
