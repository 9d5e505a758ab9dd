import { setImmediate } from 'node:timers/promises';

/** So many saves are looked at before everything else has its turn. */
const SLICE = 5_000;

/** Looks at each, `slice` of them at once; whoever else wants the process waits for a few ms at the most. */
export async function inSlices<Item>(
  items: readonly Item[],
  look: (item: Item) => void,
  slice = SLICE,
): Promise<void> {
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0 && at % slice === 0) await setImmediate();
    look(items[at] as Item);
  }
}
