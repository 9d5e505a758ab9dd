import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { HOUR, MINUTE, StoryShop } from './storyShop.ts';

const login = '<html><body>欢迎使用商场 Wi-Fi，请登录</body></html>';

test('story 6: an hour behind a captive portal: nothing is accepted or held, then each save once', async () => {
  const action = { type: 'http', status: 200, body: login, contentType: 'text/html' } as const;
  const shop = await StoryShop.open({ faults: { rules: [{ action }] } });
  const till = await shop.till();
  const ids = await till.registerPeople(30);
  await shop.clock.pass(HOUR);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 30, accepted: 0, held: 0 });
  expect(till.running.replayer.pause()).toMatchObject({ kind: 'unreachable' });

  shop.gateway.setFaults({});
  await shop.drain();
  const sent = shop.ledger().effects.map((effect) => effect.requestId);
  expect(sent.sort()).toEqual(ids.sort());
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 30, held: 0 });
});

test.each([301, 302, 303, 307, 308])(
  'story 6: a redirect (%s) is never followed: nothing of the member reaches the other address',
  async (status) => {
    let visits = 0;
    const other = createServer((_request, response) => {
      visits += 1;
      response.end(login);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/login`;
    const action = { type: 'redirect', location, status } as const;
    const shop = await StoryShop.open({ faults: { rules: [{ action }] } });
    const till = await shop.till();
    const id = await till.register({ mobile: '13800138000', name: '王芳' });
    await shop.clock.pass(5 * MINUTE);
    expect(shop.gateway.requests().length).toBeGreaterThan(2);
    expect(visits).toBe(0);
    expect(till.save(id)).toMatchObject({ state: 'pending' });
    shop.gateway.setFaults({});
    await shop.drain();
    expect(till.save(id)).toMatchObject({ state: 'accepted' });
  },
);

test('story 6: biz_success: false is tried five times, then held with the gateway’s own code and words', async () => {
  const action = { type: 'bizFailure', resultCode: 'X9', resultView: '系统繁忙' } as const;
  const shop = await StoryShop.open({ faults: { rules: [{ action }] } });
  const till = await shop.till();
  const id = await till.register({ mobile: '13800138000' });
  await shop.drain();
  expect(till.save(id)).toMatchObject({
    state: 'held',
    heldReason: 'undecidable',
    lastOutcome: { code: 'X9' },
  });
  expect(till.outbox.contents.openWords(till.save(id))).toMatchObject({ text: '系统繁忙' });
  expect(shop.ledger().effects).toEqual([]);
});

const busy = {
  type: 'bizFailure',
  resultCode: 'SYSTEM_ERROR',
  resultView: '系统繁忙，请稍后再试',
} as const;

test('story 6: a platform that is too busy for one save is asked again while others pass, and after a day a person is', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.gateway.setFaults({ rules: [{ action: busy, times: 1 }] });
  const soon = await till.register({ mobile: '13800138000' });
  await shop.drain();
  expect(till.save(soon), 'a hiccup needs nobody').toMatchObject({ state: 'accepted' });

  const never = await till.register({ mobile: '13900139000' });
  shop.gateway.setFaults({ rules: [{ match: { requestId: never }, action: busy }] });
  for (let hour = 0; hour < 23; hour += 1) {
    const other = await till.register({ mobile: `1370013${7000 + hour}` });
    await shop.clock.pass(HOUR);
    expect(till.save(other)).toMatchObject({ state: 'accepted' });
  }
  expect(till.save(never)).toMatchObject({ state: 'pending', undecided: 0 });
  expect(till.running.replayer.pause()).toEqual({ kind: 'none' });
  const asked = till.save(never).attempts;
  expect(asked).toBeGreaterThan(50);
  await shop.passUntil(() => till.save(never).state === 'held', 2 * HOUR);
  expect(till.save(never)).toMatchObject({ state: 'held', heldReason: 'busy' });
  expect(shop.ledger().effects.map(({ requestId }) => requestId)).not.toContain(never);
});

test('story 6: a platform that is too busy for ten people in a row counts as away, and holds nobody', async () => {
  const shop = await StoryShop.open({ faults: { rules: [{ action: busy }] } });
  const till = await shop.till();
  const ids = await till.registerPeople(60);
  await shop.clock.pass(3 * HOUR);
  expect(till.running.replayer.pause()).toMatchObject({ kind: 'busy' });
  expect(till.outbox.saves.counts).toMatchObject({ pending: 60, accepted: 0, held: 0 });
  const asked = new Set(shop.gateway.requests().map(({ requestId }) => requestId));
  expect(asked.size, 'the others are in no doubt').toBeLessThan(40);

  shop.gateway.setFaults({});
  await shop.drain();
  const sent = shop.ledger().effects.map((effect) => effect.requestId);
  expect(sent.sort()).toEqual(ids.sort());
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 60, held: 0 });
});
