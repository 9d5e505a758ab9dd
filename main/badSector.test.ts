import { once } from 'node:events';
import type * as fs from 'node:fs/promises';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SET_UP, save, send, settle, stateOf, tillOfLostKey } from '../testing/tills/lostKey.ts';
import { freshFolder } from '../testing/tills/openedTill.ts';

/** The one file that the disk does not give any more, ever. */
const bad = vi.hoisted(() => ({ path: '' }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const refuse = (path: unknown) => {
    if (bad.path === '' || path !== bad.path) return;
    throw Object.assign(new Error('bad sector'), { code: 'EIO', path });
  };
  const open: typeof real.open = async (path, ...more) => {
    refuse(path);
    return real.open(path, ...more);
  };
  const readFile = async (path: string, ...more: []) => {
    refuse(path);
    return real.readFile(path, ...more);
  };
  return { ...real, open, readFile };
});

function breakSector(path: string): void {
  bad.path = path;
  onTestFinished(() => {
    bad.path = '';
  });
}

/** Save 1 waits, 2 is held with a word for the cashier, and somebody has begun to type. */
async function withWord() {
  const made = await tillOfLostKey();
  const { till, stop } = made.till;
  await save(till, 1);
  await save(till, 2);
  await settle(till, 2, 'rejected');
  const held = till.outbox.saves.find('2'.repeat(32));
  if (held === undefined) throw new Error('not held');
  expect(await till.words.leave(held, 'ask again')).toBe(true);
  await stop();
  await writeFile(join(made.folder, 'draft.json'), '{}');
  return made;
}

/** The same where the key was lost for one start, and is back. */
async function withKeyBack() {
  const made = await withWord();
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  return { ...made, aside };
}

const FLEETING = ['words.json', 'draft.json'];

test.each(FLEETING)('a bad sector in %s keeps no till closed', async (name) => {
  const { folder, start } = await withWord();
  breakSector(join(folder, name));
  const { till } = await start();
  expect(stateOf(till, 1)).toBe('pending');
  expect(await send(till, 1)).toBe(true);
});

test.each(FLEETING)(
  'nor does one in %s of a folder whose key is back keep its members waiting',
  async (name) => {
    const { aside, start } = await withKeyBack();
    breakSector(join(aside, name));
    const { till } = await start();
    expect(stateOf(till, 1)).toBe('pending');
    expect(await send(till, 1)).toBe(true);
  },
);

test.skipIf(process.platform === 'win32').each(FLEETING)(
  'nor does a socket of the name %s there (not on Windows: there none is a file)',
  async (name) => {
    const { aside, start } = await withKeyBack();
    // Made elsewhere: a socket has room for a short path only.
    const made = join(await freshFolder(), 's');
    const server = createServer().listen(made);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    await rm(join(aside, name));
    await rename(made, join(aside, name));
    const { till } = await start();
    expect(stateOf(till, 1)).toBe('pending');
    expect(await send(till, 1)).toBe(true);
  },
);

test('where the totals of such a folder cannot be read, nothing of it is in the queue, and the trail says that it has come to nothing', async () => {
  const { aside, start } = await withKeyBack();
  breakSector(join(aside, 'totals.json'));
  const { till, lines, codes, stop } = await start();
  expect(stateOf(till, 1)).toBeUndefined();
  expect(codes()).toContain('store.key-unreadable');
  const moves = (await lines()).filter(({ action }) => action.startsWith('queue.'));
  expect(moves.map(({ action, saves }) => [action, saves])).toEqual([
    ['queue.taken-in', 2],
    ['queue.not-moved', 2],
  ]);
  await stop();
  bad.path = '';
  expect(stateOf((await start()).till, 1)).toBe('pending');
});
