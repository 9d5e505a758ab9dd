import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

/** A file that another user owns: it can be renamed, and not be read. */
const disk = vi.hoisted(() => ({ unreadable: '' }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const refuse = (path: unknown) => {
    if (path === disk.unreadable) throw Object.assign(new Error('no'), { code: 'EACCES' });
  };
  return {
    ...real,
    open: async (...given: Parameters<typeof real.open>) => {
      refuse(given[0]);
      return real.open(...given);
    },
    readFile: async (...given: Parameters<typeof real.readFile>) => {
      refuse(given[0]);
      return real.readFile(...given);
    },
    rename: async (from: string, to: string) => {
      await real.rename(from, to);
      if (from === disk.unreadable || to === disk.unreadable) disk.unreadable = '';
    },
  };
});

const HOUR = 60 * 60_000;

async function save({ calls }: Awaited<ReturnType<typeof startTill>>, number: number) {
  const requestId = String(number).repeat(32);
  const member = { mobile: `1380013800${number}` };
  const request = { requestId, operatorId: OPERATOR, member, correctionOf: null, consent: CONSENT };
  expect(await calls.registerMember(request)).toMatchObject({ ok: true });
}

test('a key file that is deleted under the running till is there again with the next tidying, and that is told', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'key.json');
  const started = await startTill(folder, { isSending: true });
  const before = await readFile(path);
  await rm(path);
  const later = async () => {
    await started.clock.pass(HOUR);
    return readFile(path).catch(() => null);
  };
  await expect.poll(later).toEqual(before);
  await expect.poll(started.codes).toContain('store.key-restored');
  await started.clock.pass(24 * HOUR);
  await started.stop();
  expect((await started.lines()).filter(({ action }) => action === 'key.restored')).toHaveLength(1);
});

test('a key file of before that is put back at the last moment locks nothing up that was saved since', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'key.json');
  const started = await startTill(folder, { isSending: false });
  const before = await readFile(path);
  expect(await started.till.rotation.begin()).toBeNull();
  await started.till.rotation.goOn();
  await save(started, 1);
  await writeFile(path, before);
  await started.stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.outbox.saves.counts.pending).toBe(1);
  expect(again.till.settings.provision).not.toBeNull();
});

type Put = (path: string) => unknown;
const EVERYWHERE: [string, Put][] = [
  ['a link', (path) => symlink('/nowhere/key.json', path)],
  ['a folder', (path) => mkdir(path)],
  [
    'a file of 3 GB',
    async (path) => {
      await writeFile(path, '');
      await truncate(path, 3 * 2 ** 30);
    },
  ],
  [
    "another user's file",
    async (path) => {
      await writeFile(path, 'another key');
      disk.unreadable = path;
    },
  ],
];
const WITH_PIPES: [string, Put][] = [
  [
    'a socket',
    async (path) => {
      const server = createServer().listen(path);
      await new Promise((resolve) => server.once('listening', resolve));
      onTestFinished(() => void server.close());
    },
  ],
  [
    'a pipe that somebody holds',
    (path) => {
      execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
      const held = openSync(path, 'r+');
      onTestFinished(() => closeSync(held));
    },
  ],
];

test.each([...EVERYWHERE, ...(process.platform === 'win32' ? [] : WITH_PIPES)])(
  'where %s has the place of the key file it is there again at the end',
  async (_name, put) => {
    const folder = await freshFolder();
    const path = join(folder, 'key.json');
    const started = await startTill(folder);
    await save(started, 1);
    await rm(path);
    await put(path);
    await save(started, 2);
    await started.stop();
    const again = await startTill(folder, { offer: null });
    expect(again.till.outbox.saves.counts.pending).toBe(2);
    expect(again.till.settings.provision).not.toBeNull();
  },
);

test("another user's file in the place of the key file may be the only key of another queue, and stays", async () => {
  const folder = await freshFolder();
  const started = await startTill(folder);
  disk.unreadable = join(folder, 'key.json');
  await writeFile(disk.unreadable, 'another key');
  await started.stop();
  const [aside = ''] = (await readdir(folder)).filter((name) => name.includes('unreadable'));
  expect(await readFile(join(folder, aside), 'utf8')).toBe('another key');
});

test('a key file that nobody has touched is left alone', async () => {
  const { clock, codes } = await startTill(await freshFolder(), { isSending: true });
  await clock.pass(3 * HOUR);
  expect(codes()).not.toContain('store.key-restored');
});
