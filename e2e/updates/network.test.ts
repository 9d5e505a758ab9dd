import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mainBundle } from '../../dev/build/bundles.ts';
import { writeBundle } from '../../dev/build/writeBundle.ts';
import { canSquat, openSquatter } from '../../testing/doubles/squatter.ts';
import {
  brokenOff,
  endless,
  redirectTo,
  sha512Of,
  silentAfter,
  UpdateServer,
} from '../../testing/doubles/updateServer.ts';
import { CRASHING, STUCK, STUCK_BEHIND_REDIRECT } from '../attacks.ts';
import { freshFolder } from '../driver/runFolder.ts';
import { spawnApp } from '../driver/spawnApp.ts';
import { hostileGateway } from '../hostileGateway.ts';
import type { FetchOrder } from './inElectron.ts';

const NEXT = Buffer.alloc(3_000_000, 'program ');
const FILE = '/Tillside-0.2.0.AppImage';

/** A small app that fetches from these servers, over the network stack of the real Electron. */
async function fetchFrom(urls: string[], networkEnds: FetchOrder['networkEnds'] = 'no') {
  const folder = freshFolder('updates');
  const at = (name: string) => join(folder, name);
  const bundle = mainBundle('main', join(import.meta.dirname, 'inElectron.ts'), at('app'));
  // It lies outside of the project, and is new.
  const build = { ...bundle.config.build, emptyOutDir: true };
  await writeBundle({ ...bundle, config: { ...bundle.config, build } });
  writeFileSync(
    join(at('app'), 'package.json'),
    '{"name":"updates","version":"0.0.0","main":"main.cjs"}',
  );
  writeFileSync(at('app-update.yml'), 'provider: generic\nupdaterCacheDirName: tillside-updater\n');
  writeFileSync(at('Tillside.AppImage'), 'old');
  mkdirSync(at('data'));
  const order: FetchOrder = {
    urls,
    networkEnds,
    answers: at('answers.json'),
    world: {
      version: '0.1.0',
      way: { kind: 'appimage', program: at('Tillside.AppImage') },
      ...{ configPath: at('app-update.yml'), dataFolder: at('data'), cacheFolder: at('cache') },
      patience: 3_000,
    },
  };
  writeFileSync(at('order.json'), JSON.stringify(order));
  const { code, stderr } = await spawnApp(
    {
      userDataDir: at('chromium'),
      appFolder: at('app'),
      args: [`--order=${at('order.json')}`],
      env: { APPIMAGE: at('Tillside.AppImage') },
    },
    60_000,
  );
  expect(code, stderr).toBe(0);
  const said = JSON.parse(readFileSync(order.answers, 'utf8')) as unknown[];
  return { said, kept: readdirSync(join(at('cache'), 'tillside-updater', 'pending')) };
}

test.skipIf(process.platform !== 'linux')(
  'over the network stack of Electron a newer version comes whole, and nothing else is kept: broken off, silent, redirected, endless, foreign, gone',
  async () => {
    const servers: UpdateServer[] = [];
    const open = async (arrange: (server: UpdateServer) => void) => {
      const server = await UpdateServer.open();
      onTestFinished(() => server.close());
      server.publish('0.2.0', NEXT);
      arrange(server);
      servers.push(server);
      return server;
    };
    const other = await UpdateServer.open();
    onTestFinished(() => other.close());
    other.publish('0.2.0', NEXT);
    const { answers: otherAnswers } = other;
    await open(({ answers }) => answers.set(FILE, brokenOff(NEXT)));
    await open(({ answers }) => answers.set(FILE, silentAfter(NEXT.subarray(0, 100_000))));
    await open(({ answers }) => answers.set(FILE, redirectTo(other.url + FILE)));
    await open(({ answers }) => answers.set('/latest.yml', redirectTo(`${other.url}/latest.yml`)));
    await open(({ answers }) => answers.set(FILE, endless(NEXT)));
    await open((server) => server.publish('0.2.0', NEXT, { url: other.url + FILE }));
    await open(({ answers }) => answers.set(FILE, otherAnswers.get('/latest.yml') ?? (() => {})));
    await open(({ answers }) => answers.delete('/latest.yml'));
    await open(() => undefined);
    const { said, kept } = await fetchFrom([
      ...servers.map(({ url }) => url),
      'http://127.0.0.1:9',
    ]);
    const failed = (outcome: string, version: string | null = '0.2.0') => ({
      checked: { outcome, version },
      fit: 'update.not-written',
    });
    expect(said).toEqual([
      failed('update.broken-off'),
      failed('update.too-slow'),
      failed('update.redirected'),
      failed('update.redirected', null),
      failed('update.too-large'),
      failed('update.foreign-file'),
      failed('update.tampered'),
      failed('update.unreachable', null),
      { checked: { outcome: 'newer', version: '0.2.0' }, fit: null },
      failed('update.unreachable', null),
    ]);
    expect(kept.sort()).toEqual(['Tillside-0.2.0.AppImage', 'update-info.json']);
    expect(other.asked).toEqual([]);
    expect(servers.at(-1)?.asked).toEqual(['/latest.yml', FILE]);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a network process that has ended is followed by another one: updates go on being found and fetched, without a restart',
  async () => {
    const server = await UpdateServer.open();
    onTestFinished(() => server.close());
    server.publish('0.2.0', NEXT);
    const { said } = await fetchFrom([server.url, server.url], 'by-hand');
    const found = { checked: { outcome: 'newer', version: '0.2.0' }, fit: null };
    expect(said).toEqual([found, found]);
  },
);

test
  .skipIf(process.platform !== 'linux')
  .each([
    ...STUCK.map(([name, attack]) => [name, attack, 'update.too-slow'] as const),
    ['lines behind a redirect', STUCK_BEHIND_REDIRECT, 'update.redirected'],
    ['eighty thousand encodings, which it does not survive', CRASHING, 'update.unreachable'],
  ] as const)(
  'a server that keeps the whole network process busy, or ends it, costs it once, and is left alone then: %s',
  // Where a busy machine lets the flood pause, the network process hears in between: that was no such attack.
  { retry: 2 },
  async (_name, attack, outcome) => {
    const hostile = await hostileGateway();
    onTestFinished(() => hostile.close());
    hostile.attack('', attack);
    const server = await UpdateServer.open();
    onTestFinished(() => server.close());
    server.publish('0.2.0', NEXT);
    const { origin } = new URL(hostile.url);
    const { said } = await fetchFrom([origin, server.url, origin], 'by-itself');
    expect(said).toMatchObject([
      { checked: { outcome } },
      { checked: { outcome: 'newer' } },
      { checked: { outcome: 'update.unreachable' } },
    ]);
    expect(hostile.heads).toHaveLength(1);
  },
);

test.skipIf(process.platform !== 'linux' || !canSquat)(
  'a server of this machine that is named http://localhost: nothing comes from another program of the PC that has its port at ::1 (needs ::1)',
  async () => {
    const server = await UpdateServer.open();
    onTestFinished(() => server.close());
    server.publish('0.2.0', NEXT);
    const { port } = new URL(server.url);
    const forged = Buffer.alloc(3_000_000, 'forged ');
    const feed = `version: 0.2.0\nfiles:\n  - url: ${FILE.slice(1)}\n    sha512: ${sha512Of(forged)}\n    size: ${forged.length}\n`;
    const squatter = await openSquatter(Number(port), (request, response) => {
      response.end(request.url?.includes('.yml') ? feed : forged);
    });
    onTestFinished(squatter.close);
    const { said } = await fetchFrom([`http://localhost:${port}`]);
    expect(squatter.heard).toEqual([]);
    expect(said).toEqual([{ checked: { outcome: 'newer', version: '0.2.0' }, fit: null }]);
    expect(server.asked).toEqual(['/latest.yml', FILE]);
  },
);
