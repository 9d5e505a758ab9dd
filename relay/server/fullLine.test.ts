import { afterAll, expect, test } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';
import { createRelay } from './createRelay.ts';

const sandbox = await createSandbox(chainApp);
const alone = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
const platform = { url: sandbox.url, connections: 1, placePatience: 50 };
const relay = await createRelay({ platform, state: alone.state, keys: alone.keys });
afterAll(async () => {
  await relay.close();
  await alone.end();
  await sandbox.close();
});

test('a call for which no connection to the platform is free is put off, and its save is in no doubt', async () => {
  sandbox.setFaults({ rules: [{ times: 1, action: { type: 'slow', milliseconds: 600 } }] });
  const first = save(relay.url, testFields());
  await expect.poll(() => sandbox.requests().length).toBe(1);
  const second = await save(relay.url, testFields());
  expect([second.code, second.subCode]).toEqual([10, 'isp.relay-busy']);
  expect((await first).customerId).toBeDefined();
  expect(sandbox.requests()).toHaveLength(1);
  expect((await save(relay.url, testFields())).customerId).toBeDefined();
});
