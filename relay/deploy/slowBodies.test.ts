import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const hasHaproxy = spawnSync('haproxy', ['-v']).error === undefined;

describe.skipIf(!hasHaproxy)('behind haproxy by the file that is shipped', () => {
  let begun = 0;
  const relay = createServer((request, response) => {
    if (request.method === 'POST') begun += 1;
    request.resume().on('end', () => response.end('done'));
  });
  let proxy: ChildProcess;
  let port: number;

  beforeAll(async () => {
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    const { port: own } = relay.address() as { port: number };
    port = await getPort({ host: '127.0.0.1' });
    const env = {
      ...process.env,
      PROXY_BIND: `127.0.0.1:${port}`,
      RELAY_1: `127.0.0.1:${own}`,
      RELAY_2: `127.0.0.1:${own}`,
    };
    proxy = spawn('haproxy', ['-f', join(import.meta.dirname, 'haproxy.cfg')], {
      env,
      stdio: 'ignore',
    });
    const answers = async () => (await post().catch(() => '')) === 'done';
    await vi.waitUntil(answers, { timeout: 10_000 });
  });
  afterAll(async () => {
    const ended = once(proxy, 'exit');
    proxy.kill('SIGKILL');
    await ended;
    relay.closeAllConnections();
    relay.close();
  });

  async function post(): Promise<string> {
    const address = `http://127.0.0.1:${port}/router/rest`;
    return (await fetch(address, { method: 'POST', body: 'a'.repeat(2_000) })).text();
  }

  test('a call that does not come to its end takes no place at a relay', async () => {
    const before = begun;
    const sockets = Array.from({ length: 50 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write('POST /router/rest HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n');
      socket.write('a'.repeat(1_900));
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (let left = 5; left > 0; left -= 1) expect(await post()).toBe('done');
    expect(begun - before).toBe(5);
    for (const socket of sockets) socket.write('a'.repeat(100));
    await expect.poll(() => begun - before).toBe(55);
    for (const socket of sockets) socket.destroy();
  });
});
