import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { openReportLines } from './openLines.ts';
import { ProxyLogins } from './proxyLogins.ts';

/** Electron's network process: while it is busy it answers nobody. */
const network = vi.hoisted(() => ({
  isBusy: false,
  heard: [] as (() => void)[],
  onGone: (_event: unknown, _details: { serviceName: string }) => {},
  requests: [] as EventEmitter[],
  sleep: (_milliseconds: number): Promise<void> => Promise.resolve(),
}));

const answer = () =>
  new Promise<void>((resolve) => {
    if (!network.isBusy) resolve();
  });

vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => network.sleep(milliseconds),
}));

vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: typeof network.onGone) => {
      network.onGone = listener;
    },
    commandLine: { hasSwitch: () => true },
    getAppMetrics: () => [{ serviceName: 'network.mojom.NetworkService', pid: 4_711 }],
  },
  net: {
    request: () => {
      const request = Object.assign(new EventEmitter(), { end: () => {}, abort: () => {} });
      network.requests.push(request);
      return request;
    },
  },
  session: {
    fromPartition: () => ({
      setPermissionRequestHandler: () => {},
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
      setSpellCheckerLanguages: () => {},
      closeAllConnections: answer,
      clearHostResolverCache: answer,
      resolveProxy: answer,
    }),
  },
}));

const SECOND = 1_000;
const clock = new VirtualClock();
network.sleep = (milliseconds) => new Promise((resolve) => void clock.after(milliseconds, resolve));

/** Whether somebody has ended the network process. */
let isEnded = false;
const endNetwork = () => {
  network.isBusy = false;
  network.onGone(null, { serviceName: 'network.mojom.NetworkService' });
};

beforeEach(() => {
  network.isBusy = false;
  network.requests = [];
  isEnded = false;
  vi.spyOn(process, 'kill').mockImplementation(() => {
    isEnded = true;
    endNetwork();
    return true;
  });
});

/** A report on its way. */
async function aReport() {
  let costs = 0;
  const onCost = () => {
    costs += 1;
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const post = openReportLines({ log, to: 'collector', onCost, logins: new ProxyLogins() });
  const waiting = new AbortController();
  const call = { url: 'https://collector.example', headers: {}, form: '{}', patience: 10 * SECOND };
  const lost = post({ ...call, signal: waiting.signal }).catch(
    (error: { code: string }) => error.code,
  );
  await clock.pass(0);
  const request = network.requests.at(-1);
  request?.emit('upload-progress');
  return { request, lost, giveUp: () => waiting.abort(), costs: () => costs };
}

function aResponse(request: EventEmitter | undefined) {
  const response = Object.assign(new EventEmitter(), { statusCode: 200, headers: {} });
  request?.emit('response', response);
  return response;
}

test.each([
  ['a redirect', 'redirect', (request?: EventEmitter) => request?.emit('redirect')],
  [
    'a page that is too long',
    'page-too-long',
    (request?: EventEmitter) => aResponse(request).emit('data', Buffer.alloc(300 * 1_024, 'x')),
  ],
])(
  'whose answer is broken off, %s, and whose rest keeps the network process busy, has cost it: Chromium still reads on',
  async (_, code, begin) => {
    for (const later of [0, 4 * SECOND]) {
      const { request, lost, costs } = await aReport();
      if (later === 0) network.isBusy = true;
      begin(request);
      expect(await lost).toBe(code);
      await clock.pass(later);
      network.isBusy = true;
      await clock.pass(30 * SECOND);
      expect(isEnded).toBe(true);
      expect(costs()).toBe(1);
      isEnded = false;
    }
  },
);

test('whose answer is broken off, and that is all, has cost nothing', async () => {
  const { request, lost, costs } = await aReport();
  request?.emit('redirect');
  await lost;
  await clock.pass(60 * SECOND);
  expect([isEnded, costs()]).toEqual([false, 0]);
});

test('whose answer keeps the network process busy, and then ends it, has cost it', async () => {
  const { lost, giveUp, costs } = await aReport();
  network.isBusy = true;
  giveUp();
  expect(await lost).toBe('etimedout');
  await clock.pass(5 * SECOND);
  endNetwork();
  await clock.pass(30 * SECOND);
  expect([isEnded, costs()]).toEqual([false, 1]);
});

test('whose call has not left is not to blame for a network process that somebody else keeps busy: it is ended, and that is all', async () => {
  network.isBusy = true;
  const { request, lost, giveUp, costs } = await aReport();
  expect(request).toBeUndefined();
  giveUp();
  expect(await lost).toBe('err_connection_timed_out');
  await clock.pass(30 * SECOND);
  expect([isEnded, costs()]).toEqual([true, 0]);
});
