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

test('the numbers of the saves stay as long as something can be undone with them: each slice of a later run writes them again', async () => {
  const folder = await freshFolder();
  const { done, stop } = await heldTill(folder, 2);
  const written = async () =>
    JSON.parse(await readFile(join(folder, 'bulk.json'), 'utf8')).runs.map(
      ({ total, sequences }: { total: number; sequences: number[] }) => [total, sequences],
    );
  const discarded = await done({ kind: 'discard', cause, reason: 'test' });
  expect(await written()).toEqual([[2, [1, 2]]]);
  const undone = await done({ kind: 'undo', run: discarded?.id ?? '' });
  expect(await written()).toEqual([
    [2, []],
    [2, []],
  ]);
  expect(undone).toMatchObject({ total: 2, done: 2 });
  await stop();
  const { till } = await startTill(folder, { offer: null });
  expect(till.bulk.list().runs.map(({ total }) => total)).toEqual([2, 2]);
});
