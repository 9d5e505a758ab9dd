import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OF_OPERATOR as cause, heldTill, mobileOf } from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

async function aRun() {
  const folder = await freshFolder();
  const { done, stop } = await heldTill(folder, 2);
  const run = await done({ kind: 'discard', cause, reason: 'test' });
  await stop();
  const path = join(folder, 'bulk.json');
  const text = await readFile(path, 'utf8');
  const again = async () => {
    const { till } = await startTill(folder, { offer: null });
    return till.bulk.list().runs;
  };
  return { run, path, text, again };
}

test('what is kept of a run is numbers and codes, and nothing of a member', async () => {
  const { text, run, again } = await aRun();
  expect(text).not.toContain(mobileOf(1));
  expect(JSON.parse(text).runs).toMatchObject([{ value: 'test', operatorId: OPERATOR, done: 2 }]);
  expect(await again()).toEqual([run]);
});

test('a run that somebody has written or changed there is no run', async () => {
  const { path, text, again } = await aRun();
  await writeFile(path, text.replace('"done":2', '"done":1'));
  expect(await again()).toEqual([]);
});
