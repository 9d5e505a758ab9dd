import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get as httpGet } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  post,
  postOver,
  save,
  signedParams,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import type { Admission, RelayState } from '../state/relayState.ts';
import { hasOpenssl, makeTestCertificate } from '../testing/testCertificate.ts';
import { chainApp, startTestRelay, type TestRelayOptions, testKeys } from '../testing/testRelay.ts';
import { createRelay } from './createRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: Partial<TestRelayOptions> = {}) {
  const sandbox = await createSandbox(chainApp);
  const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp], ...options });
  let isEnded = false;
  const end = async () => {
    if (!isEnded) await relay.end();
    isEnded = true;
  };
  ends.push(() => sandbox.close(), end);
  return { sandbox, relay, end };
}

/** A relay whose state lets every call go, after so many ms. */
async function startHolding(hold: number) {
  const { sandbox, relay } = await start();
  const admit = async (): Promise<Admission> => ({ kind: 'go', hold, next: 0 });
  const state = new Proxy(relay.state, {
    get: (target, name: keyof RelayState) =>
      name === 'admit' ? admit : (target[name] as () => unknown).bind(target),
  });
  const platform = { url: sandbox.url };
  const holding = await createRelay({ platform, state, keys: relay.keys });
  ends.push(() => holding.close());
  return { sandbox, relay: holding };
}

describe('a call that is held', () => {
  it('is forwarded at its moment', async () => {
    const { sandbox, relay } = await startHolding(300);
    const sent = save(relay.url, testFields());
    await sleep(150);
    expect(sandbox.requests()).toEqual([]);
    expect((await sent).customerId).toBeDefined();
  });

  it('is not forwarded where whoever sent it is gone by then', async () => {
    const { sandbox, relay } = await startHolding(300);
    const body = new URLSearchParams(signedParams(testFields())).toString();
    const head = `POST /router/rest HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    const socket = connect(relay.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(head + body);
    await sleep(100);
    socket.destroy();
    await sleep(500);
    expect(sandbox.requests()).toEqual([]);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });
});

describe('whoever is slow', () => {
  it.each<[string, string[]]>([
    [
      'with the head',
      ['POST /router/rest HTTP/1.1\r\n', 'Host: x\r\n', ...Array(60).fill('X: y\r\n')],
    ],
    [
      'with the body',
      [
        'POST /router/rest HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n',
        ...Array(60).fill('x'),
      ],
    ],
  ])('%s is 408 and let go, while others are served', async (_, parts) => {
    const { relay } = await start({ slowest: { head: 500, request: 800 } });
    const socket = connect(relay.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (part) => {
      heard += part;
    });
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    for (const part of parts) {
      if (socket.destroyed || heard !== '') break;
      socket.write(part);
      await sleep(50);
    }
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
    await closed;
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('more connections than are allowed are not taken, and those that are there go on', async () => {
    const { relay } = await start({ mostConnections: 2 });
    const agent = new Agent({ keepAlive: true });
    const told = await postOver(agent, relay.url, signedParams(testFields()));
    expect(told).toContain('biz_success');
    const second = connect(relay.port, '127.0.0.1');
    await once(second, 'connect');
    const third = connect(relay.port, '127.0.0.1');
    third.on('error', () => undefined);
    await once(third, 'close');
    expect(await postOver(agent, relay.url, signedParams(testFields()))).toContain('biz_success');
    agent.destroy();
    second.destroy();
  });
});

describe('health', () => {
  const ready = async (origin: string) => {
    const response = await fetch(`${origin}/health/ready`);
    return [response.status, ((await response.json()) as { why: unknown }).why];
  };

  it('says that the process is alive, and whether calls should come', async () => {
    const { relay } = await start();
    expect((await fetch(`${relay.origin}/health/live`)).status).toBe(200);
    expect(await ready(relay.origin)).toEqual([200, null]);
    relay.endSoon();
    expect(await ready(relay.origin)).toEqual([503, 'ends']);
    // Calls are taken all the same: whoever sends them has not asked yet.
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });

  it('says why calls should not come: no account, no state', async () => {
    const { relay, sandbox } = await start();
    const without = async (changes: Partial<RelayState>) => {
      const state = new Proxy(relay.state, {
        get: (target, name: keyof RelayState) =>
          changes[name] ?? (target[name] as () => unknown).bind(target),
      });
      const one = await createRelay({ platform: { url: sandbox.url }, state, keys: relay.keys });
      ends.push(() => one.close());
      return ready(one.origin);
    };
    expect(await without({ account: async () => null })).toEqual([503, 'no-account']);
    expect(await without({ isReady: async () => false })).toEqual([503, 'state-away']);
    expect(await without({ account: async () => ({ kind: 'away' }) })).toEqual([503, 'state-away']);
  });

  it('says so where its master keys do not open the account: every call would be put off', async () => {
    const { relay, sandbox } = await start();
    const platform = { url: sandbox.url };
    const one = await createRelay({ platform, state: relay.state, keys: testKeys() });
    ends.push(() => one.close());
    expect((await save(one.url, testFields())).subCode).toBe('isp.relay-keys-failed');
    expect(await ready(one.origin)).toEqual([503, 'keys-failed']);
  });
});

describe('the end', () => {
  it('lets the calls under way end, takes no new connection, and closes those that are idle', async () => {
    const { sandbox, relay, end } = await start();
    sandbox.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 600 } }] });
    const idle = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      httpGet(`${relay.origin}/health/live`, { agent: idle }, (response) => {
        response.resume().once('end', resolve);
      }),
    );
    const under = Array.from({ length: 5 }, () => post(relay.url, signedParams(testFields())));
    await expect.poll(() => sandbox.requests().length).toBe(5);
    const ended = end();
    await sleep(100);
    await expect(fetch(`${relay.origin}/health/live`)).rejects.toThrow();
    for (const answer of await Promise.all(under)) {
      expect(answer.customerId).toBeDefined();
      expect(answer.headers.get('connection')).toBe('close');
    }
    await ended;
    idle.destroy();
  });

  it('a call that comes over a kept connection before that is served, and the connection ends with it', async () => {
    const { sandbox, relay, end } = await start();
    sandbox.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 300 } }] });
    const socket = connect(relay.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (part) => {
      heard += part;
    });
    await once(socket, 'connect');
    const call = () => {
      const body = new URLSearchParams(signedParams(testFields())).toString();
      return `POST /router/rest HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    socket.write(call());
    await expect.poll(() => sandbox.requests().length).toBe(1);
    const ended = end();
    await once(socket, 'close');
    await ended;
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
    expect(heard).toMatch(/connection: close/i);
  });
});

describe.skipIf(!hasOpenssl)('TLS', () => {
  it('is the relay’s own, by files that are read again when they change, and old files that do not fit change nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillside-tls-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const paths = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    makeTestCertificate(paths, 'first');
    const { relay, sandbox } = await start({ tls: paths, lookedAt: 50 });
    const shown = () => certificateShown(relay.port);
    expect((await shown()).subject.CN).toBe('first');
    // Two days from now.
    expect(Math.abs((relay.certificateUntil() ?? 0) - Date.now() - 2 * 86_400_000)).toBeLessThan(
      3_600_000,
    );
    const body = new URLSearchParams(signedParams(testFields())).toString();
    expect(await overTls(relay.url, body)).toContain('biz_success');
    expect(sandbox.ledger().effects).toHaveLength(1);

    const other = { certificate: join(folder, 'cert2.pem'), key: join(folder, 'key2.pem') };
    makeTestCertificate(other, 'second');
    copyFileSync(other.certificate, paths.certificate);
    await sleep(300);
    // Its key is not there yet.
    expect((await shown()).subject.CN).toBe('first');
    copyFileSync(other.key, paths.key);
    await expect.poll(async () => (await shown()).subject.CN).toBe('second');
    expect(readFileSync(paths.key, 'utf8')).toContain('PRIVATE KEY');
  });

  it('does not start with a key that is not the certificate’s', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillside-tls-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const [one, two] = ['1', '2'].map((name) => ({
      certificate: join(folder, `cert${name}.pem`),
      key: join(folder, `key${name}.pem`),
    }));
    if (one === undefined || two === undefined) throw new Error('no paths');
    makeTestCertificate(one, 'one');
    makeTestCertificate(two, 'two');
    const tls = { certificate: one.certificate, key: two.key };
    const sandbox = await createSandbox(chainApp);
    ends.push(() => sandbox.close());
    const started = startTestRelay({ platformUrl: sandbox.url, tills: [], tls });
    await expect(started).rejects.toThrow();
  });
});

function certificateShown(port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      { port, host: '127.0.0.1', path: '/health/live', rejectUnauthorized: false, agent: false },
      (response) => {
        resolve((response.socket as TLSSocket).getPeerCertificate());
        response.resume();
      },
    );
    request.on('error', reject).end();
  });
}

function overTls(url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      url,
      { method: 'POST', headers, rejectUnauthorized: false, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve(text));
      },
    );
    request.on('error', reject).end(body);
  });
}
