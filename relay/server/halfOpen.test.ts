import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay, type TestRelayOptions } from '../testing/testRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: Partial<TestRelayOptions> = {}) {
  const sandbox = await createSandbox(chainApp);
  const relay = await startTestRelay({
    platformUrl: sandbox.url,
    tills: [testApp],
    slowest: { head: 500, request: 800 },
    ...options,
  });
  ends.push(
    () => sandbox.close(),
    () => relay.end(),
  );
  return relay;
}

/** A connection of somebody who never closes his half of it, whatever the other end does. */
async function clinging(port: number, text: string) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  ends.push(() => socket.destroy());
  const heard: string[] = [];
  socket.on('error', () => undefined).on('data', (part) => heard.push(part.toString('latin1')));
  await once(socket, 'connect');
  socket.write(text);
  return { socket, status: () => heard.join('').slice(9, 12) };
}

/** Whoever writes to a connection that is there no more is told so; to one that is held, nothing. */
function isGone(socket: Socket): boolean {
  if (!socket.destroyed) socket.write('x');
  return socket.destroyed;
}

const head = (more: string) =>
  `POST /router/rest HTTP/1.1\r\nHost: relay\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}\r\n\r\n`;

describe('whoever keeps his half of a connection open', () => {
  it.each([
    ['nothing', '', '408'],
    ['half of a head', 'POST /router/rest HTTP/1.1\r\nHo', '408'],
    ['half of a body', `${head('Content-Length: 100')}a=b`, '408'],
    ['half of a piece of one', `${head('Transfer-Encoding: chunked')}5\r\na=b`, '408'],
    ['what is no HTTP', 'hello\r\n\r\n', '400'],
    ['too long a head', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: relay\r\n\r\n`, '431'],
  ])(
    'and has sent %s has none of the relay’s once it has refused that',
    async (_, text, status) => {
      const relay = await start();
      const { socket, status: heard } = await clinging(relay.port, text);
      await expect.poll(heard, { timeout: 5_000 }).toBe(status);
      await expect.poll(() => isGone(socket), { timeout: 3_000 }).toBe(true);
    },
  );

  it('takes no room of long bodies from others: what was given up has none', async () => {
    const relay = await start();
    const text = `${head('Transfer-Encoding: chunked')}5\r\na=b`;
    const all = await Promise.all(Array.from({ length: 256 }, () => clinging(relay.port, text)));
    const givenUp = () => all.filter(({ status }) => status() === '408').length;
    await expect.poll(givenUp, { timeout: 5_000 }).toBe(256);
    const body = new URLSearchParams({ ...signedParams(testFields()), x: 'z'.repeat(20_000) });
    const send = async () => (await fetch(relay.url, { method: 'POST', body })).status;
    await expect.poll(send, { timeout: 3_000 }).toBe(200);
  });
});

describe('whoever reads no answer', () => {
  it('has no connection of the relay’s for good', async () => {
    const answering: Socket[] = [];
    const relay = await start({
      slowest: { head: 500, request: 800, idle: 1_000 },
      routes: [
        async (app) => {
          app.get('/more-than-waits-on-the-way', async ({ raw }) => {
            answering.push(raw.socket);
            return 'z'.repeat(32 * 1024 * 1024);
          });
        },
      ],
    });
    const socket = connect(relay.port, '127.0.0.1');
    ends.push(() => socket.destroy());
    socket.on('error', () => undefined).pause();
    await once(socket, 'connect');
    socket.write('GET /more-than-waits-on-the-way HTTP/1.1\r\nHost: relay\r\n\r\n');
    await expect.poll(() => answering.length).toBe(1);
    await expect.poll(() => answering[0]?.destroyed, { timeout: 5_000 }).toBe(true);
  });
});
