import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { GatewayClient } from './gatewayClient.ts';
import { GatewayClock } from './gatewayClock.ts';
import type { Post } from './line.ts';

const NOW = Date.UTC(2026, 10, 25, 2, 0, 0);
const BODY = '{"request_id":"1","name":"刘德华 & 小林=?+%"}';
const PATIENCE = 5_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Listens on loopback; gives the address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/router/rest`;
}

const postOnce: Post = async (call) => ({
  ...(await openNodeLine().post(call)),
  mayBeSecond: false,
});

function send(url: string, timeoutMilliseconds = PATIENCE, post = postOnce) {
  const clock = new GatewayClock(
    () => NOW,
    () => 0,
  );
  const client = new GatewayClient({ post, clock, timeoutMilliseconds });
  return client.send({ url, appKey: '12345678', appSecret: 'secret', session: 'token' }, BODY);
}

async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const part of request) text += part;
  return text;
}

describe('the gateway client', () => {
  test('sends every parameter in the body of one form, and the frozen text byte for byte', async () => {
    let seen: { method?: string; url?: string; type?: string; form: URLSearchParams } | undefined;
    const url = await serve(async (request, response) => {
      const form = new URLSearchParams(await textOf(request));
      const { method, url: path, headers } = request;
      seen = { method, url: path, type: headers['content-type'], form } as typeof seen;
      response.end('{}');
    });
    await send(url);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/router/rest',
      type: 'application/x-www-form-urlencoded; charset=utf-8',
    });
    expect(Object.fromEntries(seen?.form ?? [])).toEqual({
      method: 'alibaba.alsc.crm.open.customer.save',
      app_key: '12345678',
      session: 'token',
      timestamp: '2026-11-25 10:00:00',
      v: '2.0',
      sign_method: 'hmac-sha256',
      format: 'json',
      param_customer_save_open_req: BODY,
      sign: expect.stringMatching(/^[0-9A-F]{64}$/),
    });
  });

  test.each([200, 403, 502])(
    'brings back what came under status %i, with its date',
    async (status) => {
      const url = await serve((_, response) => {
        response.writeHead(status, { date: 'Wed, 25 Nov 2026 02:00:00 GMT' }).end('<html>成功');
      });
      expect(await send(url)).toEqual({
        kind: 'http',
        status,
        bodyText: '<html>成功',
        date: 'Wed, 25 Nov 2026 02:00:00 GMT',
        mayBeSecond: false,
      });
    },
  );

  test.each([true, false])(
    'says whether the call may have been sent once before (%s), whatever headers come',
    async (mayBeSecond) => {
      const url = await serve((_, response) => {
        response.writeHead(200, { 'may-be-second': String(!mayBeSecond) }).end('{}');
      });
      const post: Post = async (call) => ({ ...(await postOnce(call)), mayBeSecond });
      expect(await send(url, PATIENCE, post)).toMatchObject({ kind: 'http', mayBeSecond });
    },
  );

  test('an answer without a date has an empty one', async () => {
    const url = await serve((_, response) => {
      response.sendDate = false;
      response.end('{}');
    });
    expect(await send(url)).toMatchObject({ kind: 'http', status: 200, bodyText: '{}', date: '' });
  });

  test('waits twenty seconds for an answer, and no longer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const clock = new GatewayClock(
      () => NOW,
      () => 0,
    );
    const never: Post = ({ signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const client = new GatewayClient({ post: never, clock });
    let ended: unknown = null;
    const account = { url: 'https://gw.example/', appKey: '12345678', appSecret: 'secret' };
    void client.send(account, BODY).then((response) => (ended = response));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(ended).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toMatchObject({ kind: 'failure', reason: 'etimedout', mayHaveArrived: true });
  });

  test('follows no redirect', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await send(url)).toMatchObject({ kind: 'http', status: 307 });
    expect(calls).toBe(1);
  });

  test('an answer that does not come counts as lost, and may have arrived', async () => {
    const url = await serve(() => undefined);
    expect(await send(url, 100)).toEqual({
      kind: 'failure',
      reason: 'etimedout',
      mayHaveArrived: true,
    });
  });

  test('an answer that stops halfway counts as lost, however long the client would wait', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"half":');
    });
    expect(await send(url, 200)).toMatchObject({ kind: 'failure', mayHaveArrived: true });
  });

  test('a connection that breaks counts as lost, and may have arrived', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await send(url)).toMatchObject({ kind: 'failure', mayHaveArrived: true });
  });

  test('a connection that is refused has certainly not arrived', async () => {
    const url = await serve(() => undefined);
    servers.splice(0).map((server) => server.close());
    expect(await send(url)).toEqual({
      kind: 'failure',
      reason: 'econnrefused',
      mayHaveArrived: false,
    });
  });

  test('an error that does not say so proves nothing, whatever its name', async () => {
    const clock = new GatewayClock(
      () => NOW,
      () => 0,
    );
    const refused = () => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED'));
    const client = new GatewayClient({ post: refused, clock });
    const account = { url: 'https://gw.example/', appKey: '12345678', appSecret: 'secret' };
    expect(await client.send(account, BODY)).toEqual({
      kind: 'failure',
      reason: 'err_connection_refused',
      mayHaveArrived: true,
    });
  });

  test('brings back when a relay says that the next call is welcome, and nothing where none said so', async () => {
    const headers: Record<string, string | string[]> = { 'Tillside-Next': '12.5' };
    const url = await serve((_, response) => response.writeHead(200, headers).end('{}'));
    expect(await send(url)).toMatchObject({ kind: 'http', next: 12_500 });
    headers['Tillside-Next'] = ['1', '2'];
    expect(await send(url)).not.toHaveProperty('next');
    headers['Tillside-Next'] = '-1';
    expect(await send(url)).not.toHaveProperty('next');
    delete headers['Tillside-Next'];
    expect(await send(url)).not.toHaveProperty('next');
  });

  test('tells a relay who waits for a call, and nobody else', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers['tillside-call']);
      response.end('{}');
    });
    const clock = new GatewayClock(
      () => NOW,
      () => 0,
    );
    const client = new GatewayClient({ post: postOnce, clock });
    const account = { url, appKey: '12345678', appSecret: 'secret' };
    await client.send(account, BODY, { urgency: 'counter', waiting: 12 });
    await client.send(account, BODY, { urgency: 'backlog', waiting: 1e12 });
    await client.send(account, BODY);
    await client.probe(account);
    expect(seen).toEqual(['counter;waiting=12', 'backlog;waiting=99999', undefined, undefined]);
  });

  const TOO_LONG = { kind: 'failure', reason: 'page-too-long', mayHaveArrived: true };

  test('a page that is too long to be an answer is not read, and the call may have arrived', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(300 * 1024)));
    expect(await send(url)).toEqual(TOO_LONG);
  });

  test('an answer of the API that is too long is told from a page that is', async () => {
    const padding = ' '.repeat(300 * 1024);
    for (const root of ['alibaba_alsc_crm_open_customer_save_response', 'error_response']) {
      const url = await serve((_, response) => response.end(`\n{ "${root}": {${padding}}}`));
      expect(await send(url)).toEqual({ ...TOO_LONG, reason: 'answer-too-long' });
    }
    const url = await serve((_, response) => response.end(`{"welcome":{${padding}}}`));
    expect(await send(url)).toEqual(TOO_LONG);
  });

  test('an answer without an end is cut off at the limit', async () => {
    let written = 0;
    const isClosed = Promise.withResolvers<void>();
    const url = await serve((_, response) => {
      response.on('close', () => isClosed.resolve()).on('error', () => undefined);
      const part = Buffer.alloc(64 * 1024, 'x');
      const write = () => {
        do written += part.length;
        while (response.write(part));
        response.once('drain', write);
      };
      write();
    });
    expect(await send(url, 60_000)).toEqual(TOO_LONG);
    await isClosed.promise;
    // What the system holds ready on both sides was written, and no more.
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  test('an answer that unpacks to more than the limit is cut off there, however small it came', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    expect(await send(url, 60_000)).toEqual(TOO_LONG);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});
