import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { platformTime, save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay, type TestRelay } from '../testing/testRelay.ts';

const HOUR = 3_600_000;

/** The relay's machine: by how much its clock is wrong, and its steady one behind. */
const machine = { wrong: 0, slept: 0 };
const sandbox = await createSandbox(chainApp);
let relay: TestRelay | undefined;
afterAll(() => sandbox.close());
beforeEach(async () => {
  Object.assign(machine, { wrong: 0, slept: 0 });
  sandbox.reset();
  await relay?.end();
  relay = await startTestRelay({
    platformUrl: sandbox.url,
    tills: [testApp],
    now: () => Date.now() + machine.wrong,
    monotonic: () => performance.now() - machine.slept,
  });
});
afterAll(() => relay?.end());

const saved = async () => (await save(relay?.url ?? '', testFields())).customerId;

it.each([-HOUR, HOUR])(
  'a relay whose clock is wrong by %i ms refuses no till that is right',
  async (wrong) => {
    machine.wrong = wrong;
    expect(await saved()).toBeDefined();
    expect(await saved()).toBeDefined();
  },
);

it('nor does one whose machine has stood still for an hour', async () => {
  for (let count = 0; count < 3; count += 1) expect(await saved()).toBeDefined();
  machine.slept = HOUR;
  for (let count = 0; count < 3; count += 1) expect(await saved()).toBeDefined();
});

it('a till whose clock is wrong is told by the platform then, and by the relay as soon as it knows', async () => {
  const wrong = { timestamp: '2020-01-01 00:00:00' };
  machine.wrong = HOUR;
  const url = relay?.url ?? '';
  // Where the two clocks are an hour apart one answer proves nothing: two that agree do.
  for (const forwarded of [1, 2, 2]) {
    const told = await save(url, testFields(), wrong);
    expect([told.code, told.subCode]).toEqual([31, 'isv.timestamp-limit-error']);
    expect(sandbox.requests()).toHaveLength(forwarded);
  }
});

/** A relay behind somebody who writes a time into each answer that is wrong by so many ms. */
async function behindWrongDates(wrong: number): Promise<void> {
  const proxy = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const body = Buffer.concat(parts);
    const answer = await fetch(sandbox.url, { method: 'POST', headers, body });
    response.setHeader('date', new Date(Date.now() + wrong).toUTCString());
    response.end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as { port: number };
  await relay?.end();
  relay = await startTestRelay({
    platformUrl: `http://127.0.0.1:${port}/router/rest`,
    tills: [testApp],
    now: () => Date.now() + machine.slept,
    monotonic: () => performance.now() + machine.slept,
  });
}

it.each([-24 * HOUR, HOUR])(
  'behind somebody who writes a time into each answer that is wrong by %i ms tills whose clocks are right are served, minute after minute',
  async (wrong) => {
    await behindWrongDates(wrong);
    for (let minute = 0; minute < 5; minute += 1) {
      for (let count = 0; count < 4; count += 1) expect(await saved()).toBeDefined();
      machine.slept += 61_000;
    }
  },
);

it('nor does a till whose clock is wrong shut them out there for longer than a minute, however many have believed that time', async () => {
  await behindWrongDates(HOUR);
  const signedAt = (timestamp: string) => save(relay?.url ?? '', testFields(), { timestamp });
  for (let count = 0; count < 2; count += 1) await signedAt('2020-01-01 00:00:00');
  // Until then it is all that anybody knows.
  expect(await saved()).toBeUndefined();
  for (let count = 0; count < 4; count += 1) {
    machine.slept += 20_000;
    await signedAt(platformTime(Date.now() + HOUR));
  }
  expect(await saved()).toBeDefined();
  // By now that time is proved wrong.
  for (let count = 0; count < 3; count += 1) {
    await signedAt('2020-01-01 00:00:00');
    expect(await saved()).toBeDefined();
  }
});
