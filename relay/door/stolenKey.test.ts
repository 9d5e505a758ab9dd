import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { signedBy } from '../../sandbox/testing/signedBy.ts';
import { post, postOver, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { startTestRelay } from '../testing/testRelay.ts';

const platform = createServer((request, response) => {
  request.resume().on('end', () => {
    response.end(
      '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"1"}}}',
    );
  });
}).listen(0, '127.0.0.1');
await once(platform, 'listening');
const { port } = platform.address() as { port: number };

const stolen = { appKey: 'stolen-key', appSecret: 'secret-of-a-stolen-key' };
const misset = { appKey: 'misset-till', appSecret: 'secret-of-a-misset-till' };
let monotonic = 1_000_000;
const relay = await startTestRelay({
  platformUrl: `http://127.0.0.1:${port}/router/rest`,
  tills: [testApp, stolen, misset],
  monotonic: () => monotonic,
});
afterAll(async () => {
  await relay.end();
  platform.closeAllConnections();
  platform.close();
});

const elsewhere = () => testFields({ shop_id: '999' });
let calls = 0;
const signed = (till: typeof stolen, argument: ReturnType<typeof testFields>) => {
  calls += 1;
  return signedBy(till, { partner_id: `k${calls}` }, argument);
};
const send = async (till: typeof stolen, argument = elsewhere()) =>
  (await post(relay.url, signed(till, argument))).subCode;
const inARow = async (till: typeof stolen, count: number) => {
  const told: (string | undefined)[] = [];
  for (let one = 0; one < count; one += 1) told.push(await send(till));
  return told;
};

describe('a key in the wrong hands, whose calls are all refused, costs the others nothing', () => {
  it('120 are told why and then ten a second; what is more is told “later”, and another till’s go', async () => {
    const told = await inARow(misset, 125);
    expect(new Set(told.slice(0, 120))).toEqual(new Set(['isv.shop-not-of-this-till']));
    expect(new Set(told.slice(120))).toEqual(new Set(['isp.relay-busy']));
    expect(await send(testApp, testFields())).toBeUndefined();
    expect(await send(testApp)).toBe('isv.shop-not-of-this-till');
  });

  it('a till of which all is refused for its settings goes on being told why, ten a second, and is served once they are right', async () => {
    for (let second = 0; second < 5; second += 1) {
      monotonic += 1_000;
      const told = await inARow(misset, 11);
      expect(new Set(told.slice(0, 10))).toEqual(new Set(['isv.shop-not-of-this-till']));
      expect(told[10]).toBe('isp.relay-busy');
    }
    monotonic += 100;
    for (let one = 0; one < 20; one += 1) expect(await send(misset, testFields())).toBeUndefined();
  });

  it('of one till one call is looked at in each round: of hundreds that are there first another’s waits for one', async () => {
    await send(testApp, testFields());
    await send(stolen);
    const agent = new Agent({ keepAlive: true });
    const before = Array.from({ length: 200 }, () =>
      postOver(agent, relay.url, signed(stolen, elsewhere())),
    );
    // So all connections are there.
    await Promise.all(before);
    const order: string[] = [];
    const sent = Array.from({ length: 200 }, (_, one) => {
      const [till, argument] = one < 199 ? [stolen, elsewhere()] : [testApp, testFields()];
      return postOver(agent, relay.url, signed(till, argument)).then(() => order.push(till.appKey));
    });
    await Promise.all(sent);
    agent.destroy();
    expect(order.indexOf(testApp.appKey)).toBeLessThan(100);
  });
});
