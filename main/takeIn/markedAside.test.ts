import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  aQueueThatComesBack,
  SET_UP,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';

const JOURNAL = 'outbox-000001.journal';

test('of a queue that comes back a file that is marked as another queue’s is neither read nor removed', async () => {
  const { aside, start } = await aQueueThatComesBack();
  await writeFile(join(aside, `${JOURNAL}.kept`), '');
  const { till, stop } = await start();
  expect(stateOf(till, 1)).toBeUndefined();
  await stop();
  await (await start()).stop();
  expect(await readdir(`${aside}.taken`)).toContain(JOURNAL);
});

test.each(['outbox-0000002.journal', 'outbox-12.snapshot', 'outbox-999999999999.journal'])(
  'nor is one of a name that no store writes, which a copy has: %s',
  async (name) => {
    const { aside, start } = await aQueueThatComesBack();
    await copyFile(join(aside, JOURNAL), join(aside, name));
    const { till, stop } = await start();
    expect(stateOf(till, 1)).toBe('pending');
    await stop();
    await (await start()).stop();
    const left = await readdir(`${aside}.taken`);
    expect([left.includes(name), left.includes(JOURNAL)]).toEqual([true, false]);
  },
);

test('nor is one of another queue that lies in front of what was read: somebody waits in it', async () => {
  const { store, start, till, loseKey } = await tillOfLostKey();
  await save(till.till, 1);
  // A new generation.
  await till.till.person.erasure.erase(() => ({ saves: [], keys: ['nobody'] }), 'one');
  await till.stop();
  const aside = await loseKey();
  await (await start({ offer: SET_UP })).stop();
  store.isClosed = false;
  const other = await freshFolder();
  const theirs = await startTill(other, { offer: SET_UP });
  await save(theirs.till, 2);
  await theirs.stop();
  expect(await readdir(aside)).toContain('outbox-000002.snapshot');
  await copyFile(join(other, JOURNAL), join(aside, JOURNAL));
  const next = await start();
  expect([stateOf(next.till, 1), stateOf(next.till, 2)]).toEqual(['pending', undefined]);
  await next.stop();
  await (await start()).stop();
  const left = (await readdir(`${aside}.taken`)).filter((name) => name.startsWith(JOURNAL));
  expect(left).toHaveLength(1);
});
