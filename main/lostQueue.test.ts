import { readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP, save } from '../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../testing/tills/openedTill.ts';

/** A till over two starts; between them somebody does this to each file of its queue, and to its watermark. */
async function nightAfter(act: (path: string) => Promise<void>, saves: number) {
  const folder = await freshFolder();
  const day = await startTill(folder, { offer: SET_UP });
  for (let number = 1; number <= saves; number += 1) await save(day.till, number);
  await day.stop();
  for (const name of await readdir(folder))
    if (name.startsWith('outbox-')) await act(join(folder, name));
  await act(`${folder}.mark`);
  return startTill(folder, { offer: null });
}

const emptied = (path: string) => truncate(path, 0);
const removed = (path: string) => rm(path, { force: true });
const left = async () => undefined;

test.each([
  ['emptied', emptied],
  ['removed', removed],
])(
  'a queue that is %s together with its watermark is missed: the settings say that there was one',
  async (_what, act) => {
    const morning = await nightAfter(act, 1);
    expect(morning.till.outbox.warnings).toEqual([
      { code: 'store.went-backwards', detail: 'no journal' },
    ]);
  },
);

test('one that has never had a save misses nothing', async () => {
  expect((await nightAfter(left, 0)).till.outbox.warnings).toEqual([]);
});

test('nor does one that is there without its watermark', async () => {
  const marked = (path: string) => (path.endsWith('.mark') ? removed(path) : left());
  expect((await nightAfter(marked, 1)).till.outbox.warnings).toEqual([]);
});
