import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true }).start();
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

test('the window goes nowhere and opens no other, whatever asks it to', async () => {
  await till.fill({ mobile: '13800138000' });
  const attempts: Record<string, (address: string) => unknown> = {
    address: (address) => location.assign(address),
    file: () => location.assign('file:///etc/passwd'),
    otherHost: () => location.assign('app://other/index.html'),
    text: () => location.assign('data:text/html,x'),
    window: (address) => window.open(address),
    popup: () => window.open('about:blank', '_blank', 'popup'),
    link: (href) =>
      Object.assign(document.createElement('a'), { href, target: '_blank' }).click() ?? null,
    form: (action) => {
      const form = Object.assign(document.createElement('form'), { action, method: 'post' });
      document.body.append(form);
      form.submit();
    },
    frame: (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
    object: (data) =>
      document.body.append(Object.assign(document.createElement('object'), { data })),
    webview: (src) =>
      document.body.append(Object.assign(document.createElement('webview'), { src })),
    refresh: (url) => {
      const content = `0;url=${url}`;
      document.head.append(
        Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content }),
      );
    },
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    const before = refusals();
    const address = `${gateway.url}?${name}`;
    const result = await till.client.execute(attempt as (address: string) => null, address);
    if (name === 'window' || name === 'popup') expect(result).toBeNull();
    // What Chromium itself does not stop is refused by the main process, which says so.
    if (['address', 'otherHost', 'refresh'].includes(name)) {
      await till.client.waitUntil(() => refusals() > before);
    }
  }
  expect(await till.client.getUrl()).toBe('app://tillside/index.html');
  expect(await till.client.getWindowCount()).toBe(1);
  expect((await till.field('phone').getValue()).replaceAll(' ', '')).toBe('13800138000');
  expect(gateway.requests()).toEqual([]);
  // The gateway does write down whoever comes that way.
  await fetch(`${gateway.url}?control`);
  expect(gateway.requests()).toHaveLength(1);
});

test('a page that is not ours gets no answer from the main process', async () => {
  // The one place where Chromium lets a page go without asking anybody.
  await till.client.execute(() => location.assign('about:blank'));
  await till.client.waitUntil(async () => (await till.client.getUrl()) === 'about:blank');
  const answers = await till.client.execute(async () => {
    const bridge = (window as unknown as { tillside: Bridge }).tillside;
    const calls = [bridge.getTill(), bridge.getOutbox(), bridge.sendNow()];
    return Promise.all(calls.map(async (call) => JSON.stringify(await call)));
  });
  const refused = JSON.stringify({ ok: false, error: { code: 'request.refused' } });
  expect(answers).toEqual([refused, refused, refused]);
});

function refusals(): number {
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  return log.split('navigation refused').length - 1;
}
