import { cp, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  aQueueThatComesBack,
  SET_UP,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

const JOURNAL = 'outbox-000001.journal';

test('a folder waits for its journal where that is away at the start at which the key is back, and its mark tells of changes: it is told at every start, and comes in whole once the journal lies there again', async () => {
  const { folder, aside, start } = await aQueueThatComesBack();
  const quarantine = join(folder, '..', JOURNAL);
  await rename(join(aside, JOURNAL), quarantine);
  for (let starts = 0; starts < 2; starts += 1) {
    const without = await start();
    expect(without.till.warnings).toContainEqual({
      code: 'store.key-unreadable',
      detail: basename(aside),
    });
    await without.stop();
    expect(await readdir(aside)).toEqual(expect.arrayContaining(['settings.json', 'store.mark']));
  }
  await rename(quarantine, join(aside, JOURNAL));
  const { till, codes } = await start();
  expect(stateOf(till, 1)).toBe('pending');
  expect(codes()).not.toContain('store.went-backwards');
});

test('a folder that was behind its mark when it came in keeps what brings the rest home: it comes in once all of its journal lies there, under its name of before', async () => {
  const { folder, start, store, till, loseKey } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  const second = await start();
  await save(second.till, 2);
  await second.stop();
  const whole = join(folder, '..', JOURNAL);
  await rename(join(folder, JOURNAL), whole);
  await cp(join(copy, JOURNAL), join(folder, JOURNAL));
  const aside = await loseKey();
  await (await start({ offer: SET_UP })).stop();
  store.isClosed = false;
  const short = await start();
  expect(short.codes()).toContain('store.went-backwards');
  expect(stateOf(short.till, 1)).toBe('late-import');
  await short.stop();
  const taken = `${aside}.taken`;
  // Everybody of whom it tells is here: nothing of theirs stays.
  expect((await readdir(taken)).filter((name) => name.startsWith('outbox-'))).toEqual([]);
  await (await start({ isSending: true })).stop();
  await rename(taken, aside);
  await rename(whole, join(aside, JOURNAL));
  const next = await start();
  expect([1, 2].map((number) => stateOf(next.till, number))).toEqual(['late-import', 'pending']);
});
