import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer as createTls } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hasOpenssl, makeTestCertificate } from '../testing/testCertificate.ts';
import { PlatformLine } from './platformLine.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const portOf = (server: { address(): unknown }) => (server.address() as { port: number }).port;

/** A platform behind TLS, and a proxy that leads to it; what each has seen. */
async function world(answer = '{}') {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-proxy-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const paths = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  makeTestCertificate(paths, 'platform');
  const authority = readFileSync(paths.certificate, 'utf8');
  const bodies: string[] = [];
  const platform = createTls(
    { cert: authority, key: readFileSync(paths.key) },
    (request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        bodies.push(text);
        response.end(answer);
      });
    },
  ).listen(0, '127.0.0.1');
  await once(platform, 'listening');
  const asked: (string | undefined)[] = [];
  const proxy = createProxy((request, response) => {
    asked.push(request.url);
    response.writeHead(403).end();
  }).listen(0, '127.0.0.1');
  let silences = 0;
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    silences -= 1;
    if (silences >= 0) return socket.on('error', () => undefined);
    const through = connect(portOf(platform), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(through).pipe(socket);
    });
    for (const one of [socket, through]) one.on('error', () => undefined);
  });
  await once(proxy, 'listening');
  ends.push(
    () => platform.close().closeAllConnections(),
    () => proxy.close().closeAllConnections(),
  );
  const url = `https://127.0.0.1:${portOf(platform)}/router/rest`;
  return {
    ...{ url, authority, bodies, asked, proxyUrl: `http://127.0.0.1:${portOf(proxy)}` },
    /** To so many calls the proxy says nothing. */
    mute: (count: number) => {
      silences = count;
    },
  };
}

function lineTo(options: ConstructorParameters<typeof PlatformLine>[0]): PlatformLine {
  const line = new PlatformLine(options);
  ends.push(() => line.close());
  return line;
}

describe.skipIf(!hasOpenssl)('the way to the platform over TLS', () => {
  it('leads through the proxy that is named, and the body is for the platform alone', async () => {
    const { url, authority, bodies, asked, proxyUrl } = await world();
    const line = lineTo({ url, authority, proxy: { url: proxyUrl, except: '' } });
    expect(await line.post('a=1')).toMatchObject({ kind: 'came', status: 200 });
    expect(bodies).toEqual(['a=1']);
    expect(asked).toEqual([new URL(url).host]);
  });

  it('leads past the proxy to what is excepted', async () => {
    const { url, authority, bodies, asked, proxyUrl } = await world();
    const line = lineTo({ url, authority, proxy: { url: proxyUrl, except: '127.0.0.1' } });
    expect((await line.post('a=1')).kind).toBe('came');
    expect([bodies, asked]).toEqual([['a=1'], []]);
  });

  it('leads nowhere where nobody vouches for the platform', async () => {
    const { url, bodies, proxyUrl } = await world();
    expect((await lineTo({ url }).post('a=1')).kind).toBe('lost');
    const through = lineTo({ url, proxy: { url: proxyUrl, except: '' } });
    expect((await through.post('a=1')).kind).toBe('lost');
    expect(bodies).toEqual([]);
  });

  it('is free for the next call as soon as a proxy has said nothing to one for as long as a connection may take', async () => {
    const { url, authority, bodies, proxyUrl, mute } = await world();
    const proxy = { url: proxyUrl, except: '' };
    const patience = { connectPatience: 300, patience: 1_000 };
    const line = lineTo({ url, authority, proxy, connections: 2, ...patience });
    mute(2);
    const lost = await Promise.all([line.post('a=1'), line.post('a=2')]);
    expect(lost.map(({ kind }) => kind)).toEqual(['lost', 'lost']);
    expect(bodies).toEqual([]);
    // However slow the machine is: undici's own patience is longer than any test's.
    const next = async () => (await line.post('a=3')).kind;
    await expect.poll(next, { timeout: 20_000 }).toBe('came');
  }, 30_000);

  it('leads through it also where an answer has come twice, and each call has a connection of its own', async () => {
    const traced = '{"error_response":{"code":41,"request_id":"1"}}';
    const { url, authority, bodies, asked, proxyUrl } = await world(traced);
    const line = lineTo({ url, authority, proxy: { url: proxyUrl, except: '' }, connections: 1 });
    const kinds = [];
    for (const call of [1, 2, 3, 4]) kinds.push((await line.post(`a=${call}`)).kind);
    expect(kinds).toEqual(['came', 'lost', 'came', 'came']);
    expect(bodies).toEqual(['a=1', 'a=2', 'a=3', 'a=4']);
    expect(asked).toHaveLength(3);
  });

  it('leads nowhere where the proxy does not answer', async () => {
    const { url, authority, bodies } = await world();
    const proxy = { url: 'http://127.0.0.1:1', except: '' };
    expect((await lineTo({ url, authority, proxy }).post('a=1')).kind).toBe('lost');
    expect(bodies).toEqual([]);
  });
});

describe('the way to an address without TLS', () => {
  it('leads past any proxy, whatever the environment says', async () => {
    const { HTTP_PROXY } = process.env;
    process.env.HTTP_PROXY = 'http://127.0.0.1:1';
    try {
      const server = createProxy((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
      await once(server, 'listening');
      ends.push(() => server.close().closeAllConnections());
      const url = `http://127.0.0.1:${portOf(server)}/`;
      expect((await lineTo({ url }).post('a=1')).kind).toBe('came');
    } finally {
      if (HTTP_PROXY === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = HTTP_PROXY;
    }
  });
});
