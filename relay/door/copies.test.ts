import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  platformTime,
  post,
  signedParams,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import { createRelay } from '../server/createRelay.ts';
import type { Admission, RelayState } from '../state/relayState.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const MINUTE = 60_000;

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

/** A relay and its platform, whose clocks a test moves on together. */
async function startLate() {
  let passed = 0;
  const now = () => Date.now() + passed;
  const sandbox = await createSandbox({ ...chainApp, now });
  const monotonic = () => performance.now() + passed;
  const clocks = { now, monotonic };
  const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp], ...clocks });
  ends.push(
    () => sandbox.close(),
    () => relay.end(),
  );
  const wait = (milliseconds: number) => {
    passed += milliseconds;
  };
  return { sandbox, relay, wait, now };
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

describe('a copy of a call that the relay has refused by itself has no effect later either, as its till counts it as never sent', () => {
  it('where its key was not known for a while', async () => {
    const { sandbox, relay, wait } = await startLate();
    const till = relay.state.till.bind(relay.state);
    relay.state.till = async () => null;
    const call = signedParams(testFields());
    expect((await post(relay.url, call)).code).toBe(29);
    relay.state.till = till;
    wait(2_000);
    const { code, subCode } = await post(relay.url, call);
    expect([code, subCode]).toEqual([31, 'isv.request-replay-error']);
    expect(sandbox.requests()).toEqual([]);
  });

  it('where its shop was not on the list', async () => {
    const { sandbox, relay } = await startLate();
    const before = await relay.state.till(testApp.appKey);
    if (before === null || 'kind' in before) throw new Error('no till');
    const call = signedParams(testFields({ shop_id: 'another' }));
    expect((await post(relay.url, call)).code).toBe(41);
    const after = { ...before, shopIds: [...before.shopIds, 'another'], version: 2 };
    await relay.state.putTill(after, before.version);
    expect((await post(relay.url, call)).code).toBe(31);
    expect(sandbox.requests()).toEqual([]);
  });

  it('where its clock is ahead by too much, until the moment that it says has come', async () => {
    const { sandbox, relay, wait } = await startLate();
    expect((await post(relay.url, signedParams(testFields()))).code).toBeUndefined();
    const timestamp = platformTime(Date.now() + 11 * MINUTE);
    const call = signedParams(testFields(), { timestamp });
    expect((await post(relay.url, call)).code).toBe(31);
    wait(2 * MINUTE);
    const { code, subCode } = await post(relay.url, call);
    expect([code, subCode]).toEqual([31, 'isv.request-replay-error']);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it.each([30, 60, 12 * 60])(
    'where its clock is %i minutes ahead, also when that moment has come: it is kept until its timestamp can be good no more',
    async (ahead) => {
      const { sandbox, relay, wait, now } = await startLate();
      const showTime = () =>
        post(relay.url, signedParams(testFields(), { timestamp: platformTime(now()) }));
      await showTime();
      const call = signedParams(testFields(), { timestamp: platformTime(now() + ahead * MINUTE) });
      expect((await post(relay.url, call)).subCode).toBe('isv.timestamp-limit-error');
      wait((ahead - 9) * MINUTE);
      await showTime();
      const before = sandbox.requests().length;
      expect((await post(relay.url, call)).subCode).toBe('isv.request-replay-error');
      wait(18 * MINUTE);
      expect((await post(relay.url, call)).subCode).toBe('isv.request-replay-error');
      expect(sandbox.requests()).toHaveLength(before);
    },
  );

  it('where its clock is ahead by an hour, its shop was not on the list, and the relay’s own clock was not sure yet', async () => {
    const { sandbox, relay, wait, now } = await startLate();
    const ahead = platformTime(now() + 60 * MINUTE);
    const call = signedParams(testFields({ shop_id: 'another' }), { timestamp: ahead });
    expect((await post(relay.url, call)).code).toBe(41);
    const before = await relay.state.till(testApp.appKey);
    if (before === null || 'kind' in before) throw new Error('no till');
    const after = { ...before, shopIds: [...before.shopIds, 'another'], version: 2 };
    await relay.state.putTill(after, before.version);
    wait(60 * MINUTE);
    expect((await post(relay.url, call)).subCode).toBe('isv.request-replay-error');
    expect(sandbox.requests()).toEqual([]);
  });
});

describe('no copy of a call that has left is refused as if it had not: its till would count it as never sent', () => {
  const AWAY = { kind: 'away' } as const;

  it.each([
    ['the state is away', 0, { admit: async () => AWAY }],
    [
      'its key is lost',
      0,
      { admit: async () => ({ kind: 'record-changed' }), till: async () => null },
    ],
    ['the chain has no account', 6_000, { account: async () => null }],
  ] as const)('where %s by then', async (_, waits, lost) => {
    const { sandbox, relay, wait } = await startLate();
    const call = signedParams(testFields());
    expect((await post(relay.url, call)).customerId).toBeDefined();
    Object.assign(relay.state, lost);
    wait(waits);
    const { code, subCode } = await post(relay.url, call);
    expect([code, subCode]).toEqual([31, 'isv.request-replay-error']);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('where its key is revoked by then', async () => {
    const { relay } = await startLate();
    const call = signedParams(testFields());
    expect((await post(relay.url, call)).customerId).toBeDefined();
    const before = await relay.state.till(testApp.appKey);
    if (before === null || 'kind' in before) throw new Error('no till');
    await relay.state.putTill({ ...before, revokedAt: Date.now(), version: 2 }, before.version);
    expect((await post(relay.url, call)).code).toBe(31);
    expect((await post(relay.url, signedParams(testFields()))).subCode).toBe('isv.appkey-revoked');
  });

  it('where nobody can say what has become of it, and the state is away by then', async () => {
    const { sandbox, relay } = await startLate();
    const call = signedParams(testFields());
    sandbox.setFaults({ rules: [{ action: { type: 'drop', when: 'after' }, times: 1 }] });
    expect((await post(relay.url, call)).status).toBe(502);
    relay.state.admit = async () => AWAY;
    expect((await post(relay.url, call)).code).toBe(31);
  });
});
