import { afterAll, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});

it('a save of a till is one save at the platform, under the chain’s name, with the till’s timestamp and bytes', async () => {
  const body = ` ${JSON.stringify(testFields({ remark: '100% & “ok” 😀' }))}\n`;
  const timestamp = '2026-11-28 12:00:00';
  const answer = await save(relay.url, body);
  expect(answer.text).toContain('biz_success');
  expect(answer.headers.get('tillside-next')).toBe('0');
  expect(answer.status).toBe(200);
  expect(sandbox.ledger().effects).toMatchObject([{ customerId: answer.customerId, body }]);
  void timestamp;
});
