import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_REPORT_BYTES } from '../../app/report/tillReport.ts';
import { hasOpenssl } from '../../dev/certificate.ts';
import { projectRoot } from '../../dev/projectPaths.ts';
import { freshFolder } from '../driver/runFolder.ts';
import { hasCertutil, trustPrivateRoot } from '../privateRoot.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { startReceiver } from './receiver.ts';

const MOBILE = '13812349867';
const NAME = '慕容半行';

/** Longer than any change waits to be told (ms). */
const SOON = { timeout: 40_000, interval: 100 };

test('a relay and a collector hear how a till is, at once where a save is held, and that it has ended; of nobody', async () => {
  const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile', subMsg: NAME } as const;
  const gateway = await startGateway({
    faults: { rules: [{ match: { mobile: MOBILE }, action: refusal }] },
  });
  const receiver = await startReceiver(gateway.url);
  const headers = { Authorization: 'Bearer not-real', 'X-Scope-OrgID': 'chain-7' };
  const otlp = { url: receiver.collectorUrl, headers };
  const openingHours = { from: '09:30', to: '21:00' };
  const till = new TestTill(receiver.url, {}, { reports: { relay: true, otlp }, openingHours });
  onTestFinished(async () => {
    await till.kill();
    receiver.close();
    await gateway.close();
  });
  await till.start();
  const slip = await till.register({ mobile: MOBILE, name: NAME, birthday: '19900101' });
  await till.waitForState(slip, 'held');
  await expect.poll(() => receiver.reports().at(-1)?.held, SOON).toBe(1);
  expect(receiver.reports().at(-1)).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    isRunning: true,
    waiting: 0,
    pause: 'none',
    heldByCode: [['isv.invalid-mobile', 1]],
    sinceAcceptedSeconds: null,
    disk: { freeMebibytes: expect.any(Number), isRefusing: false },
    openingHours: { ...openingHours, utcOffsetMinutes: 0 - new Date().getTimezoneOffset() },
  });
  await expect.poll(() => receiver.metric('tillside.save.held'), SOON).toBe(1);
  const told = receiver.collected.at(-1);
  expect(told?.headers).toMatchObject({
    authorization: 'Bearer not-real',
    'x-scope-orgid': 'chain-7',
    'content-type': 'application/json',
  });
  for (const attribute of ['service.name', 'service.version', 'tillside.brand', 'tillside.shop'])
    expect(told?.text).toContain(`"key":"${attribute}"`);
  await till.stop();
  await expect.poll(() => receiver.reports().at(-1)?.isRunning, SOON).toBe(false);
  await expect.poll(() => receiver.metric('tillside.running'), SOON).toBe(0);
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  expect(log).not.toContain('not taken');
  const all = [...receiver.forms.map(String), ...receiver.collected.map(({ text }) => text)];
  expect(all.length).toBeGreaterThanOrEqual(4);
  for (const text of all.map(decodeURIComponent)) {
    for (const personal of [MOBILE, MOBILE.slice(-4), NAME, '1990', '小林', '2392313', slip])
      expect(text).not.toContain(personal);
  }
  for (const form of receiver.forms)
    expect(Buffer.byteLength(form.get('report') ?? '')).toBeLessThanOrEqual(MAX_REPORT_BYTES);
});

test.skipIf(!hasOpenssl || !hasCertutil)(
  'a collector that a company’s own root vouches for is told, by the network that saves go by (needs certutil)',
  async () => {
    const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile' } as const;
    const gateway = await startGateway({ faults: { rules: [{ action: refusal }] } });
    const home = freshFolder('home');
    const root = trustPrivateRoot(freshFolder('root'), home);
    const paths: string[] = [];
    const collector = createServer({ key: root.key, cert: root.cert }, (request, response) => {
      paths.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    const otlp = { url: `https://localhost:${port}/v1/metrics` };
    const till = new TestTill(gateway.url, { env: { HOME: home } }, { reports: { otlp } });
    onTestFinished(async () => {
      await till.kill();
      collector.close();
      await gateway.close();
    });
    await till.start();
    await till.waitForState(await till.register({ mobile: MOBILE }), 'held');
    await expect.poll(() => paths, SOON).toEqual(['POST /v1/metrics']);
  },
);

test('what makes metrics lies in a file of its own: a till without a collector reads none of it', () => {
  const bundle = (name: string) => readFileSync(join(projectRoot, 'out', 'main', name), 'utf8');
  expect(bundle('tillMetrics.cjs')).toContain('resourceMetrics');
  expect(bundle('main.cjs')).not.toMatch(/resourceMetrics|@opentelemetry/);
});
