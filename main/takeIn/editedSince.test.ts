import { expect, test } from 'vitest';
import { SET_UP, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';

const PERSON = { mobile: '13800138001' };

/** Another hash in the place of the first one of a line. */
const ofNobody = (line: string) => line.replace(/\[\["[^"]*"\]/, `[["${'A'.repeat(22)}"]`);

test('nothing of a folder goes by itself behind a line that was edited since: whose it was nobody knows', async () => {
  const { folder, store, till, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, PERSON);
  await till.stop();
  await loseKey();
  const since = await start({ offer: SET_UP });
  await save(since.till, 2, PERSON);
  expect(await send(since.till, 2)).toBe(true);
  await since.stop();
  await rewriteLines(folder, (line) => (line.includes('2'.repeat(32)) ? ofNobody(line) : line));
  store.isClosed = false;
  expect(stateOf((await start()).till, 1)).toBe('late-import');
});

test('nor of one in which a line was edited itself', async () => {
  const { store, till, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, PERSON);
  await save(till.till, 2);
  expect(await send(till.till, 2)).toBe(true);
  await till.stop();
  const aside = await loseKey();
  await rewriteLines(aside, (line) => (line.includes('2'.repeat(32)) ? ofNobody(line) : line));
  await (await start({ offer: SET_UP })).stop();
  store.isClosed = false;
  expect(stateOf((await start()).till, 1)).toBe('late-import');
});
