import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRoot } from '../../dev/electron/electronRun.ts';
import { livingProcesses, treeOf } from '../../dev/processTree.ts';
import { startKeyring } from './keyring.ts';
import { freshFolder } from './runFolder.ts';
import { spawnApp } from './spawnApp.ts';
import { type RunningApp, startApp } from './startApp.ts';

const appFolder = join(import.meta.dirname, 'exampleApp');

type Facts = { name: string; version: string; userData: string; zone: string; user: number };

async function ask({ client }: RunningApp): Promise<Facts & { typed: string }> {
  await client.$('#ask').click();
  await client.waitUntilTextExists('#answer', '{');
  return JSON.parse(await client.$('#answer').getText());
}

const remainsOf = (pids: readonly number[]) =>
  livingProcesses().filter(({ pid }) => pids.includes(pid));

test('typing and clicking reach the main process, and its answer the page', async () => {
  const userDataDir = freshFolder('data');
  const app = await startApp({ userDataDir, appFolder, env: { TZ: 'Asia/Shanghai' } });
  await app.client.$('#name').setValue('小林');
  expect(await ask(app)).toMatchObject({
    name: 'Example',
    version: '9.8.7',
    userData: userDataDir,
    zone: 'Asia/Shanghai',
    typed: '小林',
  });
  expect(await app.client.$('#nothing').isExisting()).toBe(false);
  const picture = join(userDataDir, 'picture.png');
  await app.screenshot(picture);
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
  await app.stop();
});

test('a stopped app has ended in order, with all its processes', async () => {
  const userDataDir = freshFolder('data');
  const app = await startApp({ userDataDir, appFolder });
  const pids = treeOf(app.pid, livingProcesses());
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(existsSync(join(userDataDir, 'ended'))).toBe(true);
  expect(remainsOf(pids)).toEqual([]);
});

test('killed apps are gone at once with all their processes, and had no time for anything', async () => {
  const folders = [1, 2, 3].map(() => freshFolder('data'));
  const apps = await Promise.all(
    folders.map((userDataDir) => startApp({ userDataDir, appFolder })),
  );
  const pids = apps.flatMap((app) => treeOf(app.pid, livingProcesses()));
  await Promise.all(apps.map((app) => app.kill()));
  expect(remainsOf(pids)).toEqual([]);
  for (const folder of folders) expect(existsSync(join(folder, 'ended'))).toBe(false);
});

test('a second app on the same data folder gives its exit code and what it said', async () => {
  const userDataDir = freshFolder('data');
  const app = await startApp({ userDataDir, appFolder });
  expect(await spawnApp({ userDataDir, appFolder })).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('already running'),
  });
  await app.stop();
});

test('an app that never shows a window fails with what it said', async () => {
  const userDataDir = freshFolder('data');
  const missing = join(appFolder, 'missing');
  await expect(startApp({ userDataDir, appFolder: missing })).rejects.toThrow(/missing/);
});

test.runIf(isRoot())("as an ordinary user the page runs in Chromium's sandbox", async () => {
  const app = await startApp({ userDataDir: freshFolder('data'), appFolder, asUser: true });
  expect((await ask(app)).user).not.toBe(0);
  const tree = treeOf(app.pid, livingProcesses());
  const renderer = tree.find((pid) => read(pid, 'cmdline').includes('--type=renderer'));
  // 2: its system calls are filtered.
  expect(read(renderer ?? 0, 'status')).toMatch(/^Seccomp:\t2$/m);
  await app.stop();
});

test('a keyring is ready when it is handed over, and leaves nothing behind', async () => {
  const before = keyringDaemons();
  const keyring = await startKeyring();
  expect(keyringDaemons().length).toBeGreaterThan(before.length);
  await keyring.close();
  expect(keyringDaemons()).toEqual(before);
});

function keyringDaemons(): number[] {
  const pids = livingProcesses().map(({ pid }) => pid);
  return pids.filter((pid) => read(pid, 'comm').startsWith('gnome-keyring')).sort();
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
