import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aQueueThatComesBack, stateOf } from '../../testing/tills/lostKey.ts';

const ofStore = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('outbox-'));

test('the last copy of who waits is not removed where the store that knew them has gone backwards since: it stays, and every start tells', async () => {
  const { folder, aside, start } = await aQueueThatComesBack();
  const backup = `${folder}-backup`;
  await cp(folder, backup, { recursive: true });
  const there = await start();
  expect(stateOf(there.till, 1)).toBe('pending');
  await there.stop();
  // Killed behind the mark, before anything of it was removed; and a backup puts the store of before back.
  const taken = `${aside}.taken`;
  await cp(join(backup, aside.slice(folder.length)), taken, { recursive: true });
  await writeFile(join(taken, 'all-known.json'), '{}');
  for (const name of await ofStore(folder)) await rm(join(folder, name));
  for (const name of await ofStore(backup)) await cp(join(backup, name), join(folder, name));
  for (let starts = 0; starts < 2; starts += 1) {
    const next = await start();
    expect(stateOf(next.till, 1)).toBeUndefined();
    expect(next.codes()).toContain('store.key-unreadable');
    await next.stop();
    expect(await ofStore(taken)).not.toEqual([]);
  }
});
