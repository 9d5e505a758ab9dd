import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { SET_UP, save, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, keyStore, startTill } from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from './asideFolders.ts';
import { setHeadAside } from './headAside.ts';
import { keyOfTill } from './keyOfFolder.ts';

/** The place beside the folder lets nothing go: it is read-only, or somebody else's. */
const disk = vi.hoisted(() => ({ lets: '' }));
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const isHeld = (path: string) => disk.lets !== '' && path.endsWith('data.audit');
  const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  return {
    ...actual,
    unlink: (path: string) => (isHeld(path) ? refuse(disk.lets) : actual.unlink(path)),
    rename: (from: string, to: string) =>
      isHeld(from) ? refuse(disk.lets) : actual.rename(from, to),
  };
});
beforeEach(() => {
  disk.lets = '';
});

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
