import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { post, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { createRelay } from '../server/createRelay.ts';
import type { Admission, RelayState } from '../state/relayState.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A relay whose state answers `admit` by hand, call by call. */
async function start(admit: (count: number) => Promise<Admission>) {
  const sandbox = await createSandbox(chainApp);
  const alone = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
  let count = 0;
  const byHand = () => {
    count += 1;
    return admit(count);
  };
  const state = new Proxy(alone.state, {
    get: (target, name: keyof RelayState) =>
      name === 'admit' ? byHand : (target[name] as () => unknown).bind(target),
  });
  const relay = await createRelay({ platform: { url: sandbox.url }, state, keys: alone.keys });
  ends.push(
    () => sandbox.close(),
    () => alone.end(),
    () => relay.close(),
  );
  return { sandbox, relay, asked: () => count };
}

describe('two copies of a call at the same time', () => {
  it('the second has no effect while the first has no answer: its till may be told that it was never sent', async () => {
    const first = Promise.withResolvers<Admission>();
    const { sandbox, relay, asked } = await start((count) =>
      count === 1 ? first.promise : Promise.resolve({ kind: 'go', hold: 0, next: 0 }),
    );
    const call = signedParams(testFields());
    const one = post(relay.url, call);
    await expect.poll(asked).toBe(1);
    const other = await post(relay.url, call);
    expect([other.code, other.subCode]).toEqual([31, 'isv.request-replay-error']);
    first.resolve({ kind: 'appointment', next: 2_001 });
    expect((await one).code).toBe(7);
    expect(sandbox.requests()).toEqual([]);
  });

  it('two calls without a sign are no copies of each other', async () => {
    const { relay } = await start(async () => ({ kind: 'away' }));
    const unsigned = () => {
      const { sign: _, ...params } = signedParams(testFields());
      return post(relay.url, params);
    };
    const answers = await Promise.all([unsigned(), unsigned()]);
    expect(answers.map(({ code }) => code)).toEqual([24, 24]);
  });
});

it('a copy of a call over which the relay broke before it left has no effect either', async () => {
  const { sandbox, relay } = await start((count) =>
    count === 1
      ? Promise.reject(new Error('broken'))
      : Promise.resolve({ kind: 'go', hold: 0, next: 0 }),
  );
  const call = signedParams(testFields());
  const one = await post(relay.url, call);
  expect([one.code, one.subCode]).toEqual([10, 'isp.relay-failed']);
  expect((await post(relay.url, call)).code).toBe(31);
  expect(sandbox.requests()).toEqual([]);
});
