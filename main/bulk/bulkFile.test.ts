import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { OF_OPERATOR as cause, heldTill, mobileOf } from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { BulkFile } from './bulkFile.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

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
  return { run, folder, path, text, again };
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

/** A run lies there, and the disk does not give it so many times. */
async function refusedRun(times: number, as: 'held' | 'lost') {
  const { run, folder } = await aRun();
  const read = vi.spyOn(BulkFile.prototype, 'read');
  onTestFinished(() => read.mockRestore());
  for (let time = 0; time < times; time += 1) read.mockResolvedValueOnce(as);
  return { run, folder };
}

test('runs that the disk does not give at a start come back as soon as it does, and are not written over', async () => {
  const { run, folder } = await refusedRun(1, 'held');
  const { till, done, stop } = await heldTill(folder, 0);
  expect(till.bulk.list().runs).toEqual([]);
  expect(await done({ kind: 'undo', run: run?.id ?? '' })).toMatchObject({ done: 2 });
  await stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.bulk.list().runs.map(({ kind }) => kind)).toEqual(['undo', 'discard']);
});

test('what somebody holds is not put aside: no run begins while it is held, and what was done can be undone afterwards', async () => {
  const { run, folder, path } = await aRun();
  const letGo = refuseToRead(path, 'EMFILE');
  const { calls, preview, done } = await heldTill(folder, 0);
  const { token } = await preview({ kind: 'resend', cause });
  expect(await calls.runBulk({ token, operatorId: OPERATOR })).toMatchObject({ ok: false });
  expect((await readdir(folder)).join()).not.toContain('bulk.json.unreadable-');
  letGo();
  expect(await done({ kind: 'undo', run: run?.id ?? '' })).toMatchObject({ done: 2 });
});

test('what it will never give is put aside when something is written, and keeps nobody from the next run', async () => {
  const { folder } = await refusedRun(10, 'lost');
  const { till, done } = await heldTill(folder, 0);
  await done({ kind: 'resend', cause });
  expect(till.bulk.list().runs).toMatchObject([{ kind: 'resend' }]);
  const names = await readdir(folder);
  const [aside = ''] = names.filter((name) => name.startsWith('bulk.json.unreadable-'));
  const kindsIn = async (name: string) =>
    JSON.parse(await readFile(join(folder, name), 'utf8')).runs.map(
      ({ kind }: { kind: string }) => kind,
    );
  expect([await kindsIn(aside), await kindsIn('bulk.json')]).toEqual([['discard'], ['resend']]);
});

test('what the disk does not give is told from what nobody knows whose it is', async () => {
  const folder = await freshFolder();
  const file = new BulkFile(folder, { trailMac: () => '' });
  const path = join(folder, 'bulk.json');
  expect(await file.read()).toEqual([]);
  await writeFile(path, '{}');
  expect(await file.read()).toBeNull();
  // No disk gives so much at once, whoever asks: who runs the tests may read everything else.
  await truncate(path, 3 * 2 ** 30);
  expect(await file.read()).toBe('lost');
});
