import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import type { CallRecord } from '../door/reply.ts';
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

const CALL = 'GET /router/rest HTTP/1.1\r\nHost: relay\r\n\r\n';

const answersIn = (heard: string) => heard.match(/HTTP\/1\.1 200/g)?.length ?? 0;

/** Writes on a connection, and reads until it has so many answers or it ends. */
async function written(port: number, text: string, answers: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  ends.push(() => socket.destroy());
  let heard = '';
  const read = new Promise<void>((resolve) => {
    socket.on('data', (part) => {
      heard += part.toString('latin1');
      if (answersIn(heard) >= answers) resolve();
    });
    socket.on('error', () => undefined).on('close', () => resolve());
  });
  await once(socket, 'connect');
  socket.write(text);
  await read;
  return heard;
}

describe('calls on one connection that wait for no answer', () => {
  it('are no way to take the relay from everybody: a ninth one before the first is answered ends the connection', async () => {
    const calls: CallRecord[] = [];
    const relay = await start({ watch: (record) => calls.push(record) });
    await written(relay.port, CALL.repeat(1_000), 1_000);
    expect(calls.length).toBeLessThanOrEqual(8);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });

  it.each([
    ['say for nobody whom they are for', 'GET /router/rest HTTP/1.1\r\n\r\n'],
    ['expect what nobody does', 'GET / HTTP/1.1\r\nHost: relay\r\nExpect: x\r\n\r\n'],
    ['are for no address', 'GET / HTTP/1.1\r\nHost: relay\r\n\r\n'],
    ['are for half of one', 'GET /%f HTTP/1.1\r\nHost: relay\r\n\r\n'],
    ['are calls', CALL],
  ])('and %s are not even looked at behind the ninth, and the connection ends', async (_, call) => {
    const relay = await start();
    let made = 0;
    const count = () => {
      made += 1;
    };
    subscribe('http.server.request.start', count);
    ends.push(() => unsubscribe('http.server.request.start', count));
    await written(relay.port, call.repeat(1_000), 1_000);
    expect(made).toBeLessThanOrEqual(9);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });

  it('with more lines in the head than any call has are refused, however short those are', async () => {
    const relay = await start();
    const headed = (lines: number) =>
      `GET /health/live HTTP/1.1\r\nHost: relay\r\n${'a: b\r\n'.repeat(lines - 1)}\r\n`;
    expect(await written(relay.port, headed(1_000), 1)).toMatch(
      /^HTTP\/1\.1 431 .*\r\nconnection: close\r\n/is,
    );
    expect(await written(relay.port, headed(100), 1)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await written(relay.port, headed(99), 1)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['400', 'POST /router/rest HTTP/1.1\r\n\r\n'],
    ['417', 'POST /router/rest HTTP/1.1\r\nHost: relay\r\nExpect: x\r\n\r\n'],
  ])('end with a %s where Node would have answered by itself, uncounted', async (status, call) => {
    const relay = await start();
    const heard = await written(relay.port, call, 1);
    expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\nconnection: close\r\n`, 'i'));
  });

  it('are all answered where there are eight', async () => {
    const relay = await start();
    expect(answersIn(await written(relay.port, CALL.repeat(8), 8))).toBe(8);
  });
});

describe('calls on one connection that wait for their answers', () => {
  it.skipIf(!hasOpenssl)('are all served, however fast the next one comes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillside-row-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const tls = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
    makeTestCertificate(tls, 'relay');
    const relay = await start({ tls });
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    ends.push(() => agent.destroy());
    const ask = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(relay.url, { agent, method: 'POST' }, (answer) =>
          answer.resume().on('end', () => resolve(answer.statusCode)),
        );
        asked.on('error', reject).end();
      });
    const all = await Promise.all(Array.from({ length: 300 }, ask));
    expect(new Set(all)).toEqual(new Set([200]));
  });
});
