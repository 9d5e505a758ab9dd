import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseAsWell, refuseToRead, unread } from '../../testing/doubles/unreadFile.ts';
import {
  aQueueThatComesBack,
  SET_UP,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { secondDrive, written } from '../../testing/tills/secondDrive.ts';
import { answerWitness } from '../witness/witnessFolder.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const ofStore = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('outbox-'));

/** Killed behind the mark, before anything of it was removed; and a backup puts the store of before back. */
async function putStoreBack(folder: string, aside: string, backup: string): Promise<string> {
  const taken = `${aside}.taken`;
  await cp(join(backup, aside.slice(folder.length)), taken, { recursive: true });
  await writeFile(join(taken, 'all-known.json'), '{}');
  for (const name of await ofStore(folder)) await rm(join(folder, name));
  for (const name of await ofStore(backup)) await cp(join(backup, name), join(folder, name));
  return taken;
}

test('the last copy of who waits is not removed where the store that knew them has gone backwards since: it stays, and every start tells', async () => {
  const { folder, aside, start } = await aQueueThatComesBack();
  const backup = `${folder}-backup`;
  await cp(folder, backup, { recursive: true });
  const there = await start();
  expect(stateOf(there.till, 1)).toBe('pending');
  await there.stop();
  const taken = await putStoreBack(folder, aside, backup);
  for (let starts = 0; starts < 2; starts += 1) {
    const next = await start();
    expect(stateOf(next.till, 1)).toBeUndefined();
    expect(next.codes()).toContain('store.key-unreadable');
    await next.stop();
    expect(await ofStore(taken)).not.toEqual([]);
  }
});

test('nor where only the third place tells that, later at that start: the mark that says that they were known is not believed before it has answered', async () => {
  const marks = await secondDrive();
  const { folder, start, store, till, loseKey } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const aside = await loseKey();
  const provision = { ...SET_UP.provision, watermarkFolder: marks };
  const more = { askWitness: answerWitness };
  const since = await start({ ...more, offer: { provision, isTrusted: true } });
  await save(since.till, 2);
  const before = await written(marks, since.clock, '');
  await since.stop();
  store.isClosed = false;
  const backup = `${folder}-backup`;
  await cp(folder, backup, { recursive: true });
  await cp(`${folder}.mark`, `${backup}.mark`);
  const there = await start(more);
  await save(there.till, 3);
  await written(marks, there.clock, before);
  await there.stop();
  const taken = await putStoreBack(folder, aside, backup);
  await cp(`${backup}.mark`, `${folder}.mark`);
  const next = await start(more);
  await vi.waitFor(async () => {
    await next.clock.pass(500);
    expect(next.codes()).toContain('store.went-backwards');
  });
  await next.stop();
  expect(await ofStore(taken)).not.toEqual([]);
  // The third place tells once; every start behind that tells of who waits there, and a tidying removes nobody.
  const later = await start({ ...more, isSending: true });
  expect(later.codes()).toContain('store.key-unreadable');
  await later.clock.pass(1_000);
  await later.stop();
  expect(await ofStore(taken)).not.toEqual([]);
});

// Windows opens no folder to remove something in it.
test.skipIf(process.platform === 'win32')(
  'nor where the doubt came in a run in which nobody could open that folder: the mark in it is not believed by later starts, also where nothing else tells of the loss any more',
  async () => {
    const { folder, aside, start } = await aQueueThatComesBack();
    const backup = `${folder}-backup`;
    await cp(folder, backup, { recursive: true });
    await (await start()).stop();
    const taken = await putStoreBack(folder, aside, backup);
    refuseToRead(`${folder}.mark`, 'EIO');
    refuseAsWell(taken);
    const blind = await start({ isSending: true });
    await vi.waitFor(async () => {
      await blind.clock.pass(1_000);
      expect(await readdir(folder)).toContain(`${basename(taken)}.doubted`);
    });
    // Further than the mark has come, so that no later start finds anything missing.
    for (const number of [2, 3, 4, 5, 6]) await save(blind.till, number);
    await blind.stop();
    unread.path = '';
    unread.others.clear();
    // What was never flushed a power cut takes back.
    await writeFile(join(taken, 'all-known.json'), '{}');
    for (let starts = 0; starts < 2; starts += 1) {
      const next = await start({ isSending: true });
      await next.clock.pass(1_000);
      expect(stateOf(next.till, 1)).toBeUndefined();
      expect(next.codes()).not.toContain('store.went-backwards');
      expect(next.codes()).toContain('store.key-unreadable');
      await next.stop();
      expect(await ofStore(taken)).not.toEqual([]);
    }
  },
);
