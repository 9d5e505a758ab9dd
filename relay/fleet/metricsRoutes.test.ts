import { gunzipSync } from 'node:zlib';
import { fastify } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { RelayMetrics } from './metrics/relayMetrics.ts';
import { serveMetrics } from './metricsRoutes.ts';
import { ChainInMemory, tillRecord, WELL } from './testing/chainInMemory.ts';
import { FleetView } from './view/fleetView.ts';

const TOKEN = 'scrape'.repeat(8);

const opened: { close(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(opened.splice(0).map((app) => app.close())));

function scraped(token: string | null = TOKEN) {
  const app = fastify();
  opened.push(app);
  const chain = new ChainInMemory();
  const now = () => chain.now;
  const metrics = new RelayMetrics('1.2.3', () => ({
    callsPerMinute: null,
    certificateUntil: null,
    clockOffset: 0,
    monotonic: 0,
  }));
  serveMetrics(app, { view: new FleetView(chain, now), metrics, token, now });
  const get = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) =>
    app.inject({ url: '/metrics', headers });
  return { app, chain, metrics, get };
}

test('whoever has not the token gets nothing, not even how many tills there are', async () => {
  const { get, chain } = scraped();
  chain.add(tillRecord('k1'), WELL);
  for (const headers of [
    {},
    { authorization: '' },
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${TOKEN}x` },
    { authorization: `Basic ${TOKEN}` },
    { cookie: `token=${TOKEN}` },
  ] as Record<string, string>[]) {
    const { statusCode, body } = await get(headers);
    expect([statusCode, body]).toEqual([401, '']);
  }
  expect(chain.reads).toBe(0);
});

test('at an address of its own it is read without one', async () => {
  const { get } = scraped(null);
  expect((await get({})).statusCode).toBe(200);
});

test('the relay’s own numbers come first, then the tills’', async () => {
  const { get, chain } = scraped();
  chain.add(tillRecord('k1', { name: '1' }), { ...WELL, waiting: 4 });
  const { headers, body } = await get();
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toMatch(/^tillside_relay_info\{version="1.2.3"\} 1$/m);
  expect(body).toMatch(/^tillside_till_waiting\{.*till="1"\} 4$/m);
  expect(body.indexOf('tillside_relay_info')).toBeLessThan(body.indexOf('tillside_till_info'));
});

test('whoever takes it packed gets it packed, and the same', async () => {
  const { get, chain } = scraped();
  chain.add(tillRecord('k1', { name: '1' }), WELL);
  const authorization = `Bearer ${TOKEN}`;
  const tillsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('tillside_'));
  const packed = await get({ authorization, 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  const text = gunzipSync(packed.rawPayload).toString('utf8');
  expect(tillsOf(text)).toEqual(tillsOf((await get({ authorization })).body));
});

test('while the state is away it says that, and nothing of tills that nobody knows of any more', async () => {
  const { get, chain } = scraped();
  chain.add(tillRecord('k1'), WELL);
  expect((await get()).body).toContain('tillside_till_info{');
  chain.isAway = true;
  chain.now += 10_000;
  const { body, statusCode } = await get();
  expect(statusCode).toBe(200);
  expect(body).toContain('tillside_relay_state_up 0\n');
  expect(body).not.toContain('tillside_till_');
});

test('somebody who hangs up in the middle disturbs nobody', async () => {
  const { app, chain, get } = scraped();
  for (let number = 0; number < 2_000; number += 1) chain.add(tillRecord(`k${number}`), WELL);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  for (const encoding of ['gzip', 'identity']) {
    const stop = new AbortController();
    const answer = await fetch(`${address}/metrics`, {
      headers: { authorization: `Bearer ${TOKEN}`, 'accept-encoding': encoding },
      signal: stop.signal,
    });
    const reader = answer.body?.getReader();
    await reader?.read();
    stop.abort();
    await expect(reader?.closed).rejects.toThrow();
  }
  expect((await get()).statusCode).toBe(200);
});
