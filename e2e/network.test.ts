import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from './driver/runFolder.ts';
import { startGateway, TestTill } from './testTill.ts';

/** One entry of Chromium's own record of its network stack; only what names an address matters. */
type NetworkEvent = { params?: { url?: string; host?: string } };

test('the whole app, page and main process, asks for its gateway and for nothing else', async () => {
  const gateway = await startGateway();
  const record = join(freshFolder('network'), 'record.json');
  const till = new TestTill(gateway.url, { args: [`--log-net-log=${record}`] });
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  await till.start();
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  await till.stop();

  const { events } = JSON.parse(readFileSync(record, 'utf8')) as { events: NetworkEvent[] };
  const urls = new Set(events.flatMap(({ params }) => params?.url ?? []));
  const hosts = new Set(events.flatMap(({ params }) => params?.host ?? []));
  const { origin, host, hostname } = new URL(gateway.url);
  // The gateway must be among them: a record that is empty proves nothing.
  expect([...urls].sort()).toEqual([`${origin}/`, gateway.url]);
  for (const asked of hosts) expect([origin, host, hostname]).toContain(asked);
});
