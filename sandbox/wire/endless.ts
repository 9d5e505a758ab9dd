import { setTimeout as sleep } from 'node:timers/promises';

/** As a byte now and then comes: slow, and never so slow that anybody would take it for silence (ms). */
const DRIP_EVERY = 200;

/** Nearly endless: a client that has no limit of its own ends all the same (64 MiB). */
export function* flood(head: string): Generator<string> {
  yield head;
  for (let part = 0; part < 1_024; part += 1) yield ' '.repeat(64 * 1_024);
}

/** Data for ever, and so little of it that no limit of a length is ever reached. */
export async function* trickle(head: string): AsyncGenerator<string> {
  yield head;
  // Nobody is to wait for a drip.
  for (;;) yield await sleep(DRIP_EVERY, ' ', { ref: false });
}
