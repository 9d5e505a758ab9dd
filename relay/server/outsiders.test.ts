import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { hasOpenssl, makeTestCertificate } from '../testing/testCertificate.ts';
import { chainApp, startTestRelay, type TestRelayOptions } from '../testing/testRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: Partial<TestRelayOptions> = {}) {
  const sandbox = await createSandbox(chainApp);
  const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp], ...options });
  ends.push(
    () => sandbox.close(),
    () => relay.end(),
  );
  return relay;
}

/** Opens a connection, writes, and keeps what is said to it. */
async function outsider(port: number, text: string): Promise<{ socket: Socket; heard: string[] }> {
  const socket = connect(port, '127.0.0.1');
  const heard: string[] = [];
  socket.on('error', () => undefined).on('data', (part) => heard.push(part.toString('latin1')));
  await once(socket, 'connect');
  socket.write(text);
  return { socket, heard };
}

const head = (more: string) =>
  `POST /router/rest HTTP/1.1\r\nHost: relay\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}\r\n\r\n`;

describe('bodies that never come to their end', () => {
  it.each([
    ['say how long they are', `${head('Content-Length: 60000')}${'a'.repeat(50_000)}`],
    ['do not', `${head('Transfer-Encoding: chunked')}c350\r\n${'a'.repeat(50_000)}`],
  ])(
    'and %s fill no memory: 256 at once are read, and tills are served all the time',
    async (_, text) => {
      const relay = await start();
      const all = await Promise.all(Array.from({ length: 300 }, () => outsider(relay.port, text)));
      const refused = () => all.filter(({ heard }) => heard.join('').startsWith('HTTP/1.1 503'));
      await expect.poll(() => refused().length, { timeout: 5_000 }).toBe(44);
      await expect.poll(() => all.filter(({ socket }) => socket.closed).length).toBe(44);
      expect((await save(relay.url, testFields())).customerId).toBeDefined();
      for (const { socket } of all) socket.destroy();
      const long = { ...signedParams(testFields()), x: 'z'.repeat(20_000) };
      const body = new URLSearchParams(long);
      const send = async () => (await fetch(relay.url, { method: 'POST', body })).status;
      await expect.poll(send, { timeout: 5_000 }).toBe(200);
    },
  );
});

describe('parameters without end', () => {
  const many = (count: number) => Array.from({ length: count }, (_, one) => `p${one}`).join('&');
  const send = async (url: string, query: string, text: string) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await fetch(url + query, { method: 'POST', headers, body: text })).status;
  };

  it('are not taken apart and put in order: more than 256 are 413', async () => {
    const relay = await start();
    expect(await send(relay.url, '', many(257))).toBe(413);
    expect(await send(relay.url, `?${many(200)}`, many(57))).toBe(413);
    expect(await send(relay.url, `?${many(200)}`, many(56))).toBe(200);
  });
});

describe('calls of nobody known', () => {
  it('fill no disk: beyond a line a second they are counted, and what tills do is logged as ever', async () => {
    let text = '';
    const stream = new Writable({
      write: (part, _encoding, done) => {
        text += part;
        done();
      },
    });
    let monotonic = 1_000_000;
    const logger = { level: 'info', stream };
    const relay = await start({ logger, monotonic: () => monotonic });
    const unknown = () => save(relay.url, testFields(), { app_key: 'nobody' });
    for (let sent = 0; sent < 100; sent += 1) expect((await unknown()).code).toBe(29);
    const lines = () => text.split('\n').filter((line) => line.includes('"msg":"call"'));
    expect(lines()).toHaveLength(60);
    await save(relay.url, testFields());
    expect(lines()).toHaveLength(61);
    expect(lines().at(-1)).toContain('"unlogged":40');
    monotonic += 1_000;
    await unknown();
    await unknown();
    expect(lines()).toHaveLength(62);
    expect(lines().at(-1)).not.toContain('unlogged');
  });
});

describe('an answer in a browser', () => {
  it('is no page of the relay’s, whatever the platform or the relay calls it: no script of it can read the fleet’s', async () => {
    const sandbox = await createSandbox(chainApp);
    const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
    ends.push(
      () => sandbox.close(),
      () => relay.end(),
    );
    const body = '{"error_response":{"code":15,"sub_msg":"<script>fetch(\'/fleet\')</script>"}}';
    const action = { type: 'http', status: 200, body, contentType: 'text/html' } as const;
    sandbox.setFaults({ rules: [{ action }] });
    const passed = await save(relay.url, testFields());
    expect(passed.text).toContain('<script>');
    const refused = await save(relay.url, testFields(), { app_key: 'nobody' });
    for (const { headers } of [passed, refused]) {
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe.skipIf(!hasOpenssl)('TLS by the relay itself', () => {
  it('whoever connects and says nothing, or half of a greeting, is gone after the time for a head', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillside-outsiders-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const tls = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
    makeTestCertificate(tls, 'relay');
    const relay = await start({ tls, slowest: { head: 500, request: 800 } });
    const silent = await outsider(relay.port, '');
    const halting = await outsider(relay.port, '\x16\x03\x01\x02\x00');
    await expect
      .poll(() => silent.socket.closed && halting.socket.closed, { timeout: 4_000 })
      .toBe(true);
  });
});
