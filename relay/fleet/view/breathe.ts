import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many tills are gone through in one turn of the loop: a millisecond or two. */
const TILLS_A_TURN = 100;

/** The items, a few at a time: between them the loop is everybody's. */
export async function* fewAtATime<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += TILLS_A_TURN) {
    if (from > 0) await nextTurn();
    yield items.slice(from, from + TILLS_A_TURN);
  }
}
