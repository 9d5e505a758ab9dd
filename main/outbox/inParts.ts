/** So many are stored side by side: one flush takes them together, and the main process is free again after it. */
const AT_ONCE = 256;

/** Does something to each item, a part of them at a time, until a part gives a result that ends it. */
export async function inParts<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  isLast: (result: Result) => boolean = () => false,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const part = await Promise.all(items.slice(at, at + AT_ONCE).map(work));
    results.push(...part);
    if (part.some(isLast)) break;
  }
  return results;
}
