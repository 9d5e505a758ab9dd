import { expect, test } from 'vitest';
import { FIRST, SECOND } from '../../testing/tills/copiedTill.ts';
import { SET_UP, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

const PERSON = { mobile: '13800138001' };

test.each([
  ['waits for the manager', 'another computer than it was, which asks who sends', SECOND],
  ['goes by itself', 'the same computer', FIRST],
])('what comes out of a folder %s at a start on %s', async (what, _, traits) => {
  const { store, till, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, PERSON);
  await till.stop();
  await loseKey();
  const since = await start({ offer: SET_UP, traits: async () => FIRST });
  await since.till.computer.look();
  await save(since.till, 2, PERSON);
  await since.stop();
  store.isClosed = false;
  const back = await start({ traits: async () => traits });
  await back.till.computer.look();
  expect(back.till.computer.isAsking).toBe(traits === SECOND);
  expect(stateOf(back.till, 1)).toBe(what === 'goes by itself' ? 'pending' : 'late-import');
});
