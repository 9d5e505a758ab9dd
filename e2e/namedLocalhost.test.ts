import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { canSquat, openSquatter, type Squatter } from '../testing/doubles/squatter.ts';
import { type Receiver, startReceiver } from './reports/receiver.ts';
import { startGateway, TestTill } from './testTill.ts';

/** Longer than any change waits to be told (ms). */
const SOON = { timeout: 40_000, interval: 100 };

const HELD = '13812349867';

let gateway: Sandbox;
let receiver: Receiver;
let squatter: Squatter;
let till: TestTill;
afterEach(async () => {
  await till?.kill();
  squatter?.close();
  receiver?.close();
  await gateway?.close();
});

test.skipIf(!canSquat)(
  'a gateway and a collector of this machine that are named http://localhost: another program of the PC, which has their port at ::1, hears of nobody, and accepts nobody (needs ::1)',
  async () => {
    const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile' } as const;
    gateway = await startGateway({
      faults: { rules: [{ match: { mobile: HELD }, action: refusal }] },
    });
    receiver = await startReceiver(gateway.url);
    // A relay and a sandbox listen at 127.0.0.1 alone, so that any user of the PC may listen here.
    let said = 0;
    squatter = await openSquatter(Number(new URL(receiver.url).port), (_request, response) => {
      said += 1;
      const result = { biz_success: true, result: '1', result_code: '0' };
      const accepted = {
        alibaba_alsc_crm_open_customer_save_response: { result, request_id: `made-up-${said}` },
      };
      response.setHeader('content-type', 'application/json;charset=UTF-8');
      response.end(JSON.stringify(accepted));
    });
    const named = (url: string) => url.replace('127.0.0.1', 'localhost');
    const reports = { relay: true, otlp: { url: named(receiver.collectorUrl) } };
    till = new TestTill(named(receiver.url), {}, { reports });
    await till.start();
    const slip = await till.register({ mobile: '13800138001', name: '王芳' });
    await till.waitForState(slip, 'accepted', 30_000);
    // What is held is told at once.
    await till.waitForState(await till.register({ mobile: HELD }), 'held');
    await expect.poll(() => receiver.reports().length, SOON).toBeGreaterThan(0);
    await expect.poll(() => receiver.collected.length, SOON).toBeGreaterThan(0);
    expect(squatter.heard).toEqual([]);
    expect(gateway.ledger().effects).toHaveLength(1);
  },
);
