import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { signedBy } from '../../sandbox/testing/signedBy.ts';
import { post, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { connectedFrom, costlyCall } from '../testing/strangers.ts';
import { startTestRelay } from '../testing/testRelay.ts';

const platform = createServer((request, response) => {
  request.resume().on('end', () => {
    response.end(
      '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"1"}}}',
    );
  });
}).listen(0, '127.0.0.1');
await once(platform, 'listening');

/** Whose calls were looked at, in their order. */
const order: string[] = [];
const PROXY = '127.0.0.3';
const newTill = { appKey: 'not-heard-yet', appSecret: 'secret-of-a-till-not-heard-yet' };
const anotherNew = { ...newTill, appKey: 'not-heard-either' };
const relay = await startTestRelay({
  platformUrl: `http://127.0.0.1:${(platform.address() as AddressInfo).port}/router/rest`,
  tills: [testApp, newTill, anotherNew],
  // As for the fleet's page; what an X-Forwarded-For says of such a proxy is what its caller has written.
  trustedProxies: [PROXY],
  // What is counted is rounds, whatever this machine does beside it.
  monotonic: () => 1_000_000,
  watch: ({ till }) => void order.push(till?.appKey ?? 'stranger'),
});
afterAll(async () => {
  await relay.end();
  platform.closeAllConnections();
  platform.close();
});

const CALLERS = 200;

let calls = 0;
const tillCalls = (till = testApp) => {
  calls += 1;
  return post(relay.url, signedBy(till, { partner_id: `k${calls}` }, testFields()));
};

const strangers: Socket[] = [];
beforeEach(async () => {
  // So it is one that has called.
  await tillCalls();
});
afterEach(() => {
  for (const socket of strangers.splice(0)) socket.destroy();
});

/** Strangers who have connected, each with one costly call there. */
async function strangersCall(from: (one: number) => { address: string; more?: string }) {
  for (let one = 0; one < CALLERS; one += 1)
    strangers.push(await connectedFrom(relay.port, from(one).address));
  order.length = 0;
  for (const [one, socket] of strangers.entries()) socket.write(costlyCall(120, 0, from(one).more));
}

const ofOne = () => ({ address: '127.0.0.2' });
const ofMany = (one: number) => ({ address: `127.1.${one >> 7}.${(one & 127) + 1}` });
const byHeader = (one: number) => ({
  address: PROXY,
  more: `X-Forwarded-For: 10.${one >> 8}.${one & 255}.1\r\n`,
});

test.each([
  ['one address', ofOne],
  ['an address each', ofMany],
  ['a proxy that is believed, and an X-Forwarded-For of their own each', byHeader],
])(
  'two hundred calls without any key hold up that of a till that was heard by a few, whoever they are: %s',
  async (_, from) => {
    await strangersCall(from);
    await tillCalls();
    expect(order).toContain(testApp.appKey);
    expect(order.indexOf(testApp.appKey)).toBeLessThan(40);
  },
);

test.each([
  ['one address', newTill, ofOne],
  ['a proxy that is believed, and an X-Forwarded-For of their own each', anotherNew, byHeader],
])(
  'nor do they hold up longer that of a till that was not heard yet and calls from another address: %s',
  async (_, till, from) => {
    await strangersCall(from);
    await tillCalls(till);
    expect(order).toContain(till.appKey);
    expect(order.indexOf(till.appKey)).toBeLessThan(40);
  },
);

test('beside two hundred such calls whoever connects anew is heard as soon as the loop comes to him: for eight new connections one call is looked at', async () => {
  await strangersCall(ofOne);
  const NEW = 160;
  const answered = await Promise.all(
    Array.from({ length: NEW }, async () => {
      const socket = await connectedFrom(relay.port);
      strangers.push(socket);
      socket.write('GET /health/live HTTP/1.1\r\nHost: relay\r\n\r\n');
      await once(socket, 'data');
      return order.length;
    }),
  );
  expect(Math.max(...answered)).toBeLessThan(NEW / 2);
});
