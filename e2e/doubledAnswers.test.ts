import { onTestFinished, test } from 'vitest';
import { hostileGateway } from './hostileGateway.ts';
import { TestTill } from './testTill.ts';

const [FIRST, SECOND] = ['13800138000', '13800138001'] as const;

const answer = (body: object) => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};
const ACCEPTED = answer({
  alibaba_alsc_crm_open_customer_save_response: {
    result: { biz_success: true, result: '1660000000000000001', result_code: '0' },
    request_id: '15r0z7lq',
  },
});
const REFUSED = answer({
  error_response: { code: 50, sub_code: 'isv.invalid-mobile', request_id: '16al8hr5' },
});

test('an answer that comes twice is not taken for the answer to the next save, which goes over the same connection', async () => {
  const gateway = await hostileGateway();
  gateway.attack(FIRST, (socket) => {
    // The second one is saved by then, and waits for it.
    setTimeout(() => socket.write(ACCEPTED), 4_000);
    setTimeout(() => socket.write(ACCEPTED), 4_100);
  });
  gateway.attack(SECOND, (socket) => setTimeout(() => socket.write(REFUSED), 500));
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    gateway.close();
  });
  const first = await till.register({ mobile: FIRST });
  const second = await till.register({ mobile: SECOND });
  await till.waitForState(first, 'accepted');
  await till.waitForState(second, 'held', 30_000);
});

test('what comes behind a page of somebody on the way is not taken for the answer to the next save', async () => {
  const gateway = await hostileGateway();
  gateway.attack(FIRST, (socket) => {
    socket.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 7\r\n\r\nblocked');
    // The next call is under way by then.
    setTimeout(() => socket.write(ACCEPTED), 4_000);
  });
  gateway.attack(SECOND, (socket) => setTimeout(() => socket.write(REFUSED), 6_000));
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    gateway.close();
  });
  await till.register({ mobile: FIRST });
  const second = await till.register({ mobile: SECOND });
  await till.waitForState(second, 'held', 30_000);
});
