import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { SET_UP, save, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { statesOf } from '../../testing/tills/lostQueue.ts';

/** Saves 1 to 3 under a key that is lost while 2 is being erased, and a new queue beside them. */
async function lostWhileErasing() {
  const made = await tillOfLostKey();
  for (const number of [1, 2, 3]) await save(made.till.till, number);
  const { sealedBody } = made.till.till.outbox.saves.find('2'.repeat(32)) ?? {};
  await beginErasing(made.till.till, '13800138002');
  await made.till.stop();
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  return { ...made, aside, sealedBody: sealedBody ?? '' };
}

test('whoever was being erased when the key was lost does not come back with it, and nothing of them stays in its folder', async () => {
  const { start, folder, aside, sealedBody } = await lostWhileErasing();
  const { till, codes, lines, stop } = await start();
  expect(statesOf(till)).toEqual({ 1: 'pending', 3: 'pending' });
  expect(codes()).toEqual(['queue.taken-in']);
  const erased = (await lines()).filter(({ action }) => action === 'person.erased');
  expect(erased).toMatchObject([{ slip: 'S-0002', saves: 1 }]);
  await stop();
  const again = await start();
  expect(statesOf(again.till)).toEqual({ 1: 'pending', 3: 'pending' });
  expect(await readdir(`${aside}.taken`)).not.toContain('erasure.json');
  for (const place of [folder, `${aside}.taken`])
    for (const name of await readdir(place))
      if (name.startsWith('outbox-'))
        expect((await readFile(join(place, name))).includes(sealedBody), name).toBe(false);
});
