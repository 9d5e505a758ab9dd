import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { UpdateServer } from '../../testing/doubles/updateServer.ts';
import { UpdatedTill } from '../../testing/tills/updatedTill.ts';

/** What is fetched: the library asks here for what this system has, and our rules are those of Windows. */
const NEXT = Buffer.from(`#!/bin/sh\n${'#'.repeat(20_000)}\n`);

const going = () => new AbortController().signal;

let shop: UpdatedTill;
let server: UpdateServer;

beforeAll(async () => {
  shop = await UpdatedTill.make(1);
});

afterAll(async () => {
  await shop.remove();
});

beforeEach(async () => {
  server = await UpdateServer.open();
});

afterEach(async () => {
  await server.close();
  await shop.forget();
});

async function leftOver(): Promise<string[]> {
  const pending = join(shop.cacheFolder, 'tillside-updater', 'pending');
  return readdir(pending).catch(() => []);
}

const nsis = { kind: 'nsis', note: 'after-update.json' } as const;
const asInstalled = (publisher: string) =>
  writeFile(
    shop.configPath(),
    `provider: generic\nupdaterCacheDirName: tillside-updater\n${publisher}`,
  );

test('an installer of somebody else, or of nobody knows whom, is not kept for later', async () => {
  await asInstalled('publisherName:\n  - CN=Shop Software\n');
  server.publish('0.2.0', NEXT);
  for (const [signature, outcome] of [
    ['not-ours', 'update.unsigned'],
    ['unknown', 'update.signature-unknown'],
    ['other-version', 'update.other-version'],
    ['ours', 'newer'],
  ] as const) {
    const asked: unknown[] = [];
    const windows = shop.engine(
      { url: server.url },
      {
        way: nsis,
        signature: async (publishers, _path, version) => {
          asked.push(publishers, version);
          return signature;
        },
      },
    );
    expect((await windows.fetch(going()))?.outcome).toBe(outcome);
    expect(asked).toEqual([['CN=Shop Software'], '0.2.0']);
    await shop.forget();
  }
});

test('an old installer that lies there from another day is asked about as the version that it is given out as', async () => {
  await asInstalled('publisherName: Shop Software\n');
  server.publish('0.2.0', NEXT);
  const open = () =>
    shop.engine(
      { url: server.url },
      {
        way: nsis,
        signature: async (_publishers, _path, version) =>
          version === '0.2.0' ? 'ours' : 'other-version',
      },
    );
  await open().fetch(going());
  server.publish('9.0.0', NEXT, { url: 'Tillside-0.2.0.AppImage' });
  const next = open();
  await next.fetch(going());
  expect(await next.verify()).toBe('update.other-version');
});

test('an installation that names no publisher takes no installer', async () => {
  await asInstalled('');
  server.publish('0.2.0', NEXT);
  const windows = shop.engine({ url: server.url }, { way: nsis, signature: async () => 'ours' });
  expect((await windows.fetch(going()))?.outcome).toBe('update.unsigned');
  expect(await windows.verify()).toBe('update.not-written');
});

test('an installer that asks for an administrator is not started', async () => {
  await asInstalled('publisherName: Shop Software\n');
  server.publish('0.2.0', NEXT, { isAdminRightsRequired: true });
  const windows = shop.engine({ url: server.url }, { way: nsis, signature: async () => 'ours' });
  await windows.fetch(going());
  const [file = ''] = (await leftOver()).filter((name) => name.endsWith('.AppImage'));
  // It would start.
  await chmod(join(shop.cacheFolder, 'tillside-updater', 'pending', file), 0o755);
  // Before the till is closed for it, and after.
  expect(await windows.verify()).toBe('update.not-installed');
  expect(await windows.install(null)).toBe('update.not-installed');
});
