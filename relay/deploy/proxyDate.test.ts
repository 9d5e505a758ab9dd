import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const LONG_AGO = 'Sat, 01 Jan 2022 00:00:00 GMT';

const has = (program: string) => spawnSync(program, ['-v']).error === undefined;

/** The shipped file of nginx as it stands, but for places, and without TLS: this is not about it. */
function nginxFile(folder: string, port: number, relay: number): string {
  const part = readFileSync(join(import.meta.dirname, 'nginx.conf'), 'utf8')
    .replaceAll(/relay-\d:4950/g, `127.0.0.1:${relay}`)
    .replaceAll(/^ *ssl_.*$/gm, '')
    .replace('listen 443 ssl', `listen 127.0.0.1:${port}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  const path = join(folder, 'nginx.conf');
  writeFileSync(
    path,
    `pid ${folder}/pid;\ndaemon off;\nmaster_process off;\nevents {}\nhttp {\n${temporary}\n${part}\n}\n`,
  );
  return path;
}

const PROXIES = [
  {
    name: 'haproxy',
    start: (_folder: string, port: number, relay: number) =>
      spawn('haproxy', ['-f', join(import.meta.dirname, 'haproxy.cfg')], {
        stdio: 'ignore',
        env: {
          PATH: process.env.PATH,
          PROXY_BIND: `127.0.0.1:${port}`,
          RELAY_1: `127.0.0.1:${relay}`,
          RELAY_2: `127.0.0.1:${relay}`,
        },
      }),
  },
  {
    name: 'nginx',
    start: (folder: string, port: number, relay: number) =>
      spawn('nginx', ['-e', 'stderr', '-p', folder, '-c', nginxFile(folder, port, relay)], {
        stdio: 'ignore',
      }),
  },
];

describe.each(PROXIES)('behind $name by the file that is shipped', ({ name, start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-date-'));
  let date: string | null = null;
  const relay = createServer((request, response) => {
    response.sendDate = false;
    if (date !== null) response.setHeader('date', date);
    request.resume().on('end', () => response.end('done'));
  });
  let proxy: ChildProcess | null = null;
  let address = '';

  beforeAll(async () => {
    if (!has(name)) return;
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    const port = await getPort({ host: '127.0.0.1' });
    address = `http://127.0.0.1:${port}/router/rest`;
    proxy = start(folder, port, (relay.address() as { port: number }).port);
    const answers = async () => (await dateOf().catch(() => undefined)) !== undefined;
    await vi.waitUntil(answers, { timeout: 10_000 });
  });
  afterAll(async () => {
    if (proxy !== null) {
      const ended = once(proxy, 'exit');
      proxy.kill('SIGKILL');
      await ended;
    }
    relay.closeAllConnections();
    relay.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function dateOf(): Promise<string | null | undefined> {
    const answer = await fetch(address, { method: 'POST', body: 'a=1' });
    return (await answer.text()) === 'done' ? answer.headers.get('date') : undefined;
  }

  test.skipIf(!has(name))(
    'a till is told the time by platform and relay, not by the proxy, and none where they tell none',
    async () => {
      date = LONG_AGO;
      expect(await dateOf()).toBe(LONG_AGO);
      date = null;
      expect(await dateOf()).toBeNull();
    },
  );
});
