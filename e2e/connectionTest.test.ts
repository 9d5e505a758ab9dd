import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import { hasOpenssl, makeCertificate } from '../dev/certificate.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { canSquat, openSquatter } from '../testing/doubles/squatter.ts';
import { freshFolder } from './driver/runFolder.ts';
import { type RunningApp, startApp } from './driver/startApp.ts';
import { ACCOUNT, startGateway } from './testTill.ts';

let gateway: Sandbox;
let app: RunningApp;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await app?.kill();
  await gateway.close();
});

const start = async (...args: string[]) => {
  app = await startApp({ userDataDir: freshFolder('data'), args });
};

/** The step where the test stopped and why, or `passed`; through Electron's own network, as saves go. */
async function stopAt(url: string): Promise<string> {
  const reply = await app.client.execute(
    (account) =>
      (window as unknown as { tillside: Bridge }).tillside.testConnection({
        pin: '',
        gateway: { ...account, session: null, signMethod: 'hmac-sha256' },
      }),
    { url, ...ACCOUNT },
  );
  if (!reply.ok) throw new Error(reply.error.code);
  const stop = reply.value.steps.find(({ state }) => state === 'failed' || state === 'not-reached');
  return stop === undefined ? 'passed' : `${stop.step}: ${stop.problem}`;
}

test('the failures of a real network name their step', async () => {
  await start();
  expect(await stopAt(gateway.url)).toBe('passed');
  expect(await stopAt('https://gateway.invalid/router/rest')).toBe('address: nameUnknown');
  expect(await stopAt('http://127.0.0.1:9/router/rest')).toBe('address: notReachable');
  const { port } = await startGateway().then(async (other) => {
    await other.close();
    return other;
  });
  expect(await stopAt(`http://127.0.0.1:${port}/router/rest`)).toBe('address: connectionRefused');
  expect(await stopAt(gateway.url.replace('http:', 'https:'))).toBe('tls: tlsFailed');
  gateway.setFaults({ rules: [{ action: { type: 'redirect', location: 'http://127.0.0.1:9/' } }] });
  expect(await stopAt(gateway.url)).toBe('answer: notTheGateway');
  gateway.setFaults({ rules: [{ action: { type: 'drop', when: 'before' } }] });
  expect(await stopAt(gateway.url)).toBe('answer: silent');
  expect(gateway.ledger().effects).toEqual([]);
});

test.skipIf(!canSquat)(
  'an address with http://localhost is tested at 127.0.0.1, as it is called later: who has its port at ::1 hears nothing (needs ::1)',
  async () => {
    const squatter = await openSquatter(gateway.port);
    onTestFinished(squatter.close);
    await start();
    expect(await stopAt(gateway.url.replace('127.0.0.1', 'localhost'))).toBe('passed');
    expect(squatter.heard).toEqual([]);
  },
);

test('a proxy that is not there is told as such, not as a wrong address', async () => {
  const { port } = gateway;
  await gateway.close();
  await start(`--proxy-server=127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>');
  expect(await stopAt('https://gw.api.taobao.com/router/rest')).toBe('network: proxyUnreachable');
  gateway = await startGateway();
});

test('a proxy that does not let the call through is told as such', async () => {
  const proxy = createProxy().on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  await start(`--proxy-server=127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>');
  expect(await stopAt('https://gw.api.taobao.com/router/rest')).toBe('network: proxyRefused');
});

test.skipIf(!hasOpenssl)('a certificate that nobody vouches for is told as such', async () => {
  const { key, cert } = makeCertificate(freshFolder('certificate'));
  const server = createServer({ key, cert });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  await start();
  const { port } = server.address() as AddressInfo;
  expect(await stopAt(`https://localhost:${port}/router/rest`)).toBe('tls: certificateAuthority');
});

test('a page cannot look round a network with the tests of a till that has no settings yet', async () => {
  await start();
  // None of the first is over, and has made room, before the last has come.
  gateway.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 3_000 } }] });
  const codes = await app.client.execute(
    async (account) => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const gateway = { ...account, session: null, signMethod: 'hmac-sha256' } as const;
      const tests = Array.from({ length: 40 }, () => tillside.testConnection({ pin: '', gateway }));
      const replies = await Promise.all(tests);
      return replies.map((reply) => (reply.ok ? 'tested' : reply.error.code));
    },
    { url: gateway.url, ...ACCOUNT },
  );
  expect(codes.slice(0, 3)).toEqual(['tested', 'tested', 'tested']);
  expect(new Set(codes.slice(3))).toEqual(new Set(['request.refused']));
  // What may not be tested is refused before any name is looked up.
  for (const url of ['http://10.0.0.1/rest', 'ftp://localhost/', 'https://a@localhost/']) {
    await expect(stopAt(url)).rejects.toThrow('request.refused');
  }
});
