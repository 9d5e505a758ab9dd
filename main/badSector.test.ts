import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { refuseToRead } from '../testing/doubles/unreadFile.ts';
import { eraseOne } from '../testing/tills/beginErasing.ts';
import { SET_UP, save, send, settle, stateOf, tillOfLostKey } from '../testing/tills/lostKey.ts';
import { freshFolder, OPERATOR, PIN } from '../testing/tills/openedTill.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

/** Nobody reads it any more, ever. Gives the way to have it read all the same. */
function breakSector(path: string): () => void {
  expect(existsSync(path)).toBe(true);
  return refuseToRead(path, 'EIO');
}

/** Somebody was erased, save 1 waits, 2 is held with a word for the cashier, and somebody has begun to type. */
async function withWord() {
  const made = await tillOfLostKey();
  const { till, stop } = made.till;
  await eraseOne(till);
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

/** What a start has told of a lost one, and in which state save 1 is then: what is not known any more is asked of the manager. */
const LOST = [
  ['totals.json', 'pending', 'totals.lost'],
  ['pin.json', 'pending', null],
  ['erasure.json', 'late-import', 'store.erasure-lost'],
] as const;

test.each(LOST)(
  'a bad sector in %s keeps no till closed: it goes aside, kept as it is, and the next start has a good one',
  async (name, state, code) => {
    const { folder, start } = await withWord();
    const letGo = breakSector(join(folder, name));
    const first = await start();
    expect([stateOf(first.till, 1), stateOf(first.till, 2)]).toEqual([state, 'rejected']);
    if (code !== null) expect(first.codes()).toContain(code);
    const answer = await first.calls.openManager({ pin: PIN, operatorId: OPERATOR });
    expect(answer).toMatchObject({ ok: true });
    await first.stop();
    letGo();
    const names = (await readdir(folder)).filter((one) => one.startsWith(name));
    expect(names.sort()).toEqual([name, expect.stringMatching(/\.unreadable-/)]);
    const next = await start();
    expect(stateOf(next.till, 1)).toBe(state);
    await next.stop();
    expect((await readdir(folder)).filter((one) => one.startsWith(name))).toHaveLength(2);
  },
);

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

test.each(LOST)(
  'nor does one in %s there: what it said nobody knows, and the members come back (%s)',
  async (name, state) => {
    const { aside, start } = await withKeyBack();
    breakSector(join(aside, name));
    const { till } = await start();
    expect(stateOf(till, 1)).toBe(state);
  },
);

test('where the disk does not give the totals of such a folder now, nothing of it is in the queue, and nothing tells of a queue that has come in', async () => {
  const { aside, start } = await withKeyBack();
  const letGo = refuseToRead(join(aside, 'totals.json'), 'UNKNOWN');
  const { till, lines, codes, stop } = await start();
  expect(stateOf(till, 1)).toBeUndefined();
  expect(codes()).toContain('store.key-unreadable');
  expect(codes()).not.toContain('queue.taken-in');
  expect((await lines()).filter(({ action }) => action.startsWith('queue.'))).toEqual([]);
  await stop();
  letGo();
  const next = await start();
  expect(stateOf(next.till, 1)).toBe('pending');
  expect(next.codes()).toContain('queue.taken-in');
});
