import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { canSquat, nameSixFirst, openSquatter } from '../../testing/doubles/squatter.ts';
import { PlatformLine, type Posted } from './platformLine.ts';

/** A server that is played by hand, byte by byte: `play` gets each request that came whole. */
async function platform(play: (socket: Socket, request: string, count: number) => void) {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      for (;;) {
        const head = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
        if (head < 0 || !(text.length >= head + 4 + length)) return;
        const request = text.slice(0, head + 4 + length);
        text = text.slice(head + 4 + length);
        requests.push(request);
        play(socket, request, requests.length);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${address.port}/router/rest?a=b`, requests, sockets };
}

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function lineTo(url: string, patience?: number, connections?: number): PlatformLine {
  const line = new PlatformLine({
    url,
    ...(patience !== undefined && { patience }),
    ...(connections !== undefined && { connections }),
  });
  open.push(() => line.close());
  return line;
}

const answer = (body: string, more = '') =>
  `HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 04:00:00 GMT\r\nContent-Type: a/b\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;

const reasonOf = (posted: Posted) => (posted.kind === 'lost' ? posted.reason : 'came');

describe('the way to the platform', () => {
  it('sends the form as it is and brings back status, type, Date and bytes', async () => {
    const { url, requests } = await platform((socket) => socket.write(answer('{"a":"é"}')));
    const posted = await lineTo(url).post('a=%E5%88%98&b=1');
    expect(posted).toEqual({
      kind: 'came',
      status: 200,
      contentType: 'a/b',
      date: 'Sat, 28 Nov 2026 04:00:00 GMT',
      body: Buffer.from('{"a":"é"}'),
    });
    expect(requests[0]).toMatch(/^POST \/router\/rest\?a=b HTTP\/1\.1\r\n/);
    expect(requests[0]).toMatch(/\r\n\r\na=%E5%88%98&b=1$/);
    expect(requests[0]).not.toMatch(/expect:|transfer-encoding:/i);
  });

  it('takes no answer that comes twice for the answer to the next call, which may be another till’s', async () => {
    const { url, sockets } = await platform((socket, request) => {
      const till = request.slice(-1);
      const told = answer(JSON.stringify({ error_response: { code: 41, request_id: till } }));
      setTimeout(() => socket.write(told), 50);
      setTimeout(() => socket.write(told), 70);
    });
    const line = lineTo(url, undefined, 1);
    const said = [];
    for (const till of ['1', '2', '3', '4']) {
      const posted = await line.post(`till=${till}`);
      said.push(
        posted.kind === 'came' ? /request_id":"(.)/.exec(`${posted.body}`)?.[1] : reasonOf(posted),
      );
    }
    expect(said).toEqual(['1', 'repeated', '3', '4']);
    // None of those that came after it was used again.
    expect(sockets).toHaveLength(3);
  });

  it('hears a platform that names all its calls alike, and one that names none', async () => {
    for (const [body, first] of [
      ['{"error_response":{"code":41,"request_id":"1"}}', 'repeated'],
      ['{"error_response":{"code":41}}', 'came'],
    ] as const) {
      const { url } = await platform((socket) => socket.write(answer(body)));
      const line = lineTo(url, undefined, 1);
      const said = [];
      for (const till of [1, 2, 3, 4]) said.push(reasonOf(await line.post(`till=${till}`)));
      expect(said).toEqual(['came', first, 'came', 'came']);
    }
  });

  it('uses no connection again that was there when it was told so, and what is under way there is answered all the same', async () => {
    const slow = Promise.withResolvers<void>();
    const { url, sockets } = await platform(async (socket, request) => {
      if (request.endsWith('a=2')) await slow.promise;
      socket.write(answer(`{"${request.slice(-1)}":1}`));
    });
    const line = lineTo(url);
    const under = line.post('a=2');
    expect(reasonOf(await line.post('a=1'))).toBe('came');
    await expect.poll(() => sockets.length).toBe(2);
    line.leaveConnections();
    expect(reasonOf(await line.post('a=3'))).toBe('came');
    expect(sockets).toHaveLength(3);
    slow.resolve();
    expect(await under).toMatchObject({ kind: 'came', body: Buffer.from('{"2":1}') });
    expect(reasonOf(await line.post('a=4'))).toBe('came');
    expect(sockets).toHaveLength(3);
    // Those that were there are closed by then.
    await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length).toBe(1);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['before an answer', (socket) => socket.destroy()],
    ['by a reset', (socket) => socket.resetAndDestroy()],
    ['in order, without an answer', (socket) => socket.end()],
    ['in the head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-')],
    ['in the body', (socket) => socket.end(answer('{"a":1}').slice(0, -3))],
    [
      'in a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'),
    ],
  ])(
    'a connection that ends %s takes the call with it: it is sent once and no more',
    async (_, end) => {
      const { url, requests } = await platform((socket) => end(socket));
      const posted = await lineTo(url).post('a=1');
      expect(posted.kind).toBe('lost');
      await sleep(150);
      expect(requests).toHaveLength(1);
    },
  );

  it.each<[string, (socket: Socket) => void]>([
    ['closed', (socket) => socket.destroy()],
    ['reset', (socket) => socket.resetAndDestroy()],
    ['ended', (socket) => socket.end()],
  ])(
    'nor is it sent again over another connection when one that was used before is %s under it',
    async (_, end) => {
      const { url, requests, sockets } = await platform((socket, _request, count) => {
        if (count === 1) socket.write(answer('{}'));
        else end(socket);
      });
      const line = lineTo(url);
      expect((await line.post('a=1')).kind).toBe('came');
      await sleep(50);
      expect((await line.post('a=2')).kind).toBe('lost');
      await sleep(150);
      expect(sockets).toHaveLength(1);
      expect(requests.filter((request) => request.endsWith('a=2'))).toHaveLength(1);
    },
  );

  it('many at once: each call has a connection to itself, and what breaks takes one call, once', async () => {
    const { url, requests } = await platform((socket, request) => {
      if (/a=\d*[05]$/.test(request)) socket.resetAndDestroy();
      else setTimeout(() => socket.write(answer('{}')), 5);
    });
    const line = lineTo(url);
    const all = Array.from({ length: 200 }, (_, index) => `a=${index}`);
    const posted = await Promise.all(all.map((form) => line.post(form)));
    await sleep(150);
    expect(posted.filter(({ kind }) => kind === 'lost')).toHaveLength(40);
    const bodies = requests.map((request) => request.split('\r\n\r\n')[1]);
    expect(new Set(bodies).size).toBe(200);
    expect(bodies).toHaveLength(200);
  });

  it('a call that finds no free connection in a moment never leaves: its moment of the quota is over', async () => {
    const { url, requests, sockets } = await platform(() => undefined);
    const line = new PlatformLine({ url, connections: 2, placePatience: 100 });
    open.push(() => line.close());
    const under = [line.post('a=1'), line.post('a=2')];
    expect(await line.post('a=3')).toEqual({ kind: 'full' });
    // Also where the machine is slow: an answer before its call is no answer.
    await vi.waitFor(() => expect(requests).toHaveLength(2), { timeout: 30_000 });
    for (const socket of sockets) socket.write(answer('{}'));
    expect((await Promise.all(under)).map(({ kind }) => kind)).toEqual(['came', 'came']);
    await sleep(150);
    expect(requests).toHaveLength(2);
  });

  it('one that finds it in time leaves, and each that ends, well or not, makes room', async () => {
    const { url, requests } = await platform((socket, _request, count) => {
      if (count === 2) socket.destroy();
      else setTimeout(() => socket.write(answer('{}')), 20);
    });
    const line = new PlatformLine({ url, connections: 1, placePatience: 5_000 });
    open.push(() => line.close());
    const all = [1, 2, 3, 4].map((one) => line.post(`a=${one}`));
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(kinds).toEqual(['came', 'lost', 'came', 'came']);
    expect(requests).toHaveLength(4);
  });

  it('it gives up on silence, on a head that never ends and on a body that trickles, at the same time', async () => {
    const { url } = await platform((socket, request) => {
      if (request.endsWith('a=1')) return;
      socket.write('HTTP/1.1 200 OK\r\n');
      if (request.endsWith('a=3')) socket.write('Content-Length: 10000\r\n\r\n');
      const drip = setInterval(() => socket.write(request.endsWith('a=3') ? 'x' : 'x: y\r\n'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const line = lineTo(url, 300);
    const begun = performance.now();
    const posted = await Promise.all(['a=1', 'a=2', 'a=3'].map((form) => line.post(form)));
    expect(posted.map(({ kind }) => kind)).toEqual(['lost', 'lost', 'lost']);
    expect(performance.now() - begun).toBeGreaterThan(250);
  });

  it('an answer of 256 KiB is one, a longer one is none, nor one with a head of more than 16 KiB', async () => {
    const { url } = await platform((socket, request) => {
      const more = request.endsWith('a=1') ? 0 : 1;
      if (request.endsWith('a=3')) socket.write(answer('{}', `x: ${'y'.repeat(17 * 1024)}\r\n`));
      else socket.write(answer('z'.repeat(256 * 1024 + more)));
    });
    const line = lineTo(url);
    expect(reasonOf(await line.post('a=1'))).toBe('came');
    expect(reasonOf(await line.post('a=2'))).toBe('und_err_res_exceeded_max_size');
    expect(reasonOf(await line.post('a=3'))).toMatch(/overflow/);
  });

  it('an answer that is packed, though nobody asked for that, is none', async () => {
    const { url } = await platform((socket) =>
      socket.write(answer('{}', 'Content-Encoding: gzip\r\n')),
    );
    expect(reasonOf(await lineTo(url).post('a=1'))).toBe('packed');
  });

  it('a redirect is not followed', async () => {
    const { url, requests } = await platform((socket) =>
      socket.write('HTTP/1.1 307 x\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(await lineTo(url).post('a=1')).toMatchObject({ kind: 'came', status: 307 });
    expect(requests).toHaveLength(1);
  });

  it('nobody there is a loss as well', async () => {
    const { url } = await platform(() => undefined);
    for (const close of open.splice(0)) await close();
    expect(reasonOf(await lineTo(url).post('a=1'))).toBe('econnrefused');
  });
});

it.skipIf(!canSquat)(
  'a platform that is named http://localhost is called at 127.0.0.1: who has its port at ::1 hears nothing (needs ::1)',
  async () => {
    const { url, requests } = await platform((socket) => socket.write(answer('{}')));
    const { port } = new URL(url);
    const squatter = await openSquatter(Number(port));
    open.push(squatter.close, nameSixFirst());
    const posted = await lineTo(`http://LOCALHOST:${port}/router/rest`).post('a=1');
    expect(squatter.heard).toEqual([]);
    expect(posted.kind).toBe('came');
    expect(requests).toHaveLength(1);
  },
);
