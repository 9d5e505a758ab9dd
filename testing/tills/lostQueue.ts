import { expect } from 'vitest';
import { slipNumber } from '../../app/outbox/save.ts';
import type { Till } from '../../main/till.ts';
import { START, save, settle, tillOfLostKey } from './lostKey.ts';

/** Saves 1 to 4, of which 2 is accepted and 3 refused, under a key that is lost then; a start begins a new queue. */
export async function aLostQueue() {
  const made = await tillOfLostKey();
  const { till } = made.till;
  for (const number of [1, 2, 3, 4]) await save(till, number);
  const stored = [...till.outbox.saves.values()];
  const bodies = new Map(stored.map((one) => [one.requestId, till.outbox.contents.openBody(one)]));
  await settle(till, 2, 'accepted');
  await settle(till, 3, 'rejected');
  await made.till.stop();
  made.store.isClosed = true;
  await expect(made.start()).rejects.toMatchObject({ code: 'KEY_CLOSED' });
  return { ...made, bodies, aside: await made.loseKey(START) };
}

/** The slip of each save, by the number of the save. */
export const slipsOf = ({ outbox }: Till) =>
  Object.fromEntries(
    [...outbox.saves.values()].map(({ requestId, sequence }) => [
      requestId[0],
      slipNumber(sequence),
    ]),
  );

/** The state of each save, by the number of the save. */
export const statesOf = ({ outbox }: Till) =>
  Object.fromEntries([...outbox.saves.values()].map((one) => [one.requestId[0], one.state]));
