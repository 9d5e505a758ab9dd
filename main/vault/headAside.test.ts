import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { SET_UP, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { freshFolder, keyStore, startTill } from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from './asideFolders.ts';
import { setHeadAside } from './headAside.ts';
import { keyOfTill } from './keyOfFolder.ts';

/**
 * `lets`: the place beside the folder lets nothing go: it is read-only, or somebody else's. `gives`: what the disk says in
 * place of giving the file of that ending.
 */
const disk = vi.hoisted(() => ({ lets: '', gives: '', unread: 'data.audit' }));
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const isHeld = (path: string) => disk.lets !== '' && path.endsWith('data.audit');
  const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const open: typeof actual.open = (path, ...more) =>
    disk.gives !== '' && String(path).endsWith(disk.unread)
      ? refuse(disk.gives)
      : actual.open(path, ...more);
  return {
    ...actual,
    open,
    unlink: (path: string) => (isHeld(path) ? refuse(disk.lets) : actual.unlink(path)),
    rename: (from: string, to: string) =>
      isHeld(from) ? refuse(disk.lets) : actual.rename(from, to),
  };
});
beforeEach(() => Object.assign(disk, { lets: '', gives: '', unread: 'data.audit' }));

const headOf = (turn: number) => `mac {"turn":${turn},"manager":{}}\n`;

test.each(['EROFS', 'EACCES'])(
  'a head that cannot go (%s) keeps nobody from a new queue: its copy is with the trail',
  async (code) => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'key.json'), 'key');
    await writeFile(`${folder}.audit`, headOf(4));
    disk.lets = code;
    await setAsideTogether(folder, Date.UTC(2026, 10, 24, 5));
    const aside = join(folder, 'aside-2026-11-24T05-00-00-000Z');
    expect(await readFile(join(aside, 'audit.head'), 'utf8')).toBe(headOf(4));
    const wrappers = {
      preferred: keyStore,
      known: [keyStore],
      choices: ['os' as const],
    };
    // The second time as after a crash, before anything is sealed.
    for (let starts = 0; starts < 2; starts += 1)
      expect((await keyOfTill(folder, wrappers, 0)).isNew).toBe(true);
  },
);

test.each([
  ['in the folder, where the place beside it took none since', 3, 9],
  ['beside it', 9, 3],
])('of two heads the later one goes along: the one %s', async (_where, beside, inside) => {
  const folder = await freshFolder();
  const aside = join(folder, 'aside');
  await mkdir(aside);
  await writeFile(`${folder}.audit`, headOf(beside));
  await writeFile(join(aside, 'audit.head'), headOf(inside));
  await setHeadAside(`${folder}.audit`, aside);
  expect(await readFile(join(aside, 'audit.head'), 'utf8')).toBe(headOf(9));
  await expect(stat(`${folder}.audit`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['a new queue', async (folder: string) => setAsideTogether(folder, Date.UTC(2026, 10, 24, 4))],
  [
    'an empty folder that somebody has made',
    async (folder: string) => mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving')),
  ],
])(
  'a folder in the place of the head beside a till ends no start after %s, and the queue comes back',
  async (_what, act) => {
    const folder = await freshFolder();
    const first = await startTill(folder, { offer: SET_UP });
    await save(first.till, 1);
    await first.stop();
    await rm(`${folder}.audit`);
    await mkdir(`${folder}.audit`);
    // Found broken, it goes on with its head in the folder.
    const second = await startTill(folder, { offer: SET_UP });
    await second.till.settings.provisionWith({ ...SET_UP.provision, shopId: 'another' });
    await second.stop();
    await act(folder);
    const next = await startTill(folder, { offer: null });
    expect(stateOf(next.till, 1)).toBe('pending');
    await next.stop();
    const last = await startTill(folder, { offer: null });
    expect(stateOf(last.till, 1)).toBe('pending');
  },
);

/** Save 1 waits in a queue whose key was lost while the disk said this of the head of its trail. */
async function lostWhile(more: Partial<typeof disk>) {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  Object.assign(disk, more);
  const refusal = await made.loseKey().then(
    () => null,
    (error: unknown) => error,
  );
  return { ...made, refusal };
}

test.each(['EBUSY', 'EACCES', 'EPERM', 'EIO'])(
  'a head that cannot be read while its queue is set aside (%s) goes along as it is, and the queue comes back',
  async (gives) => {
    const { start, store, refusal } = await lostWhile({ gives });
    expect(refusal).toBeNull();
    disk.gives = '';
    await (await start({ offer: SET_UP })).stop();
    store.isClosed = false;
    const next = await start();
    expect([stateOf(next.till, 1), next.codes()]).toEqual(['pending', ['queue.taken-in']]);
  },
);

test('a queue whose head can neither be read nor moved is not set aside without it: it is once the disk lets it go, and comes back', async () => {
  const { start, store, refusal } = await lostWhile({ gives: 'EBUSY', lets: 'EBUSY' });
  expect(refusal).toMatchObject({ code: 'EBUSY' });
  await expect(start({ offer: SET_UP })).rejects.toMatchObject({ code: 'EBUSY' });
  Object.assign(disk, { gives: '', lets: '' });
  await (await start({ offer: SET_UP })).stop();
  store.isClosed = false;
  const next = await start();
  expect([stateOf(next.till, 1), next.codes()]).toEqual(['pending', ['queue.taken-in']]);
});

test('nobody goes on with a key that was carried there because a head beside it can neither be read nor moved', async () => {
  const folder = await freshFolder();
  const wrappers = { preferred: keyStore, known: [keyStore], choices: ['os' as const] };
  const carried = await keyOfTill(folder, wrappers, 0);
  await writeFile(`${folder}.audit`, headOf(4));
  Object.assign(disk, { gives: 'EBUSY', lets: 'EBUSY' });
  for (let starts = 0; starts < 2; starts += 1)
    await expect(keyOfTill(folder, wrappers, 0)).rejects.toMatchObject({ code: 'EBUSY' });
  Object.assign(disk, { gives: '', lets: '' });
  const keys = await keyOfTill(folder, wrappers, 0);
  expect(keys.isNew).toBe(true);
  expect(keys.vault().trailMac('a')).not.toBe(carried.vault().trailMac('a'));
});

test('where of two heads the one in the folder cannot be read, nobody knows which is the later one: both go along, each as it is', async () => {
  const folder = await freshFolder();
  const aside = join(folder, 'aside');
  await mkdir(aside);
  await writeFile(`${folder}.audit`, headOf(9));
  await writeFile(join(aside, 'audit.head'), headOf(3));
  Object.assign(disk, { gives: 'EIO', unread: 'audit.head' });
  await setHeadAside(`${folder}.audit`, aside);
  const [beside, inside] = await Promise.all(
    ['audit-beside.head', 'audit.head'].map((name) => readFile(join(aside, name), 'utf8')),
  );
  expect([beside, inside]).toEqual([headOf(9), headOf(3)]);
  await expect(stat(`${folder}.audit`)).rejects.toMatchObject({ code: 'ENOENT' });
});
