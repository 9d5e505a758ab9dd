import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { post, save, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, putAccount, testKeys, tillRecordOf } from '../testing/testRelay.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from '../valkey/valkeyState.ts';
import { createRelay, type Relay } from './createRelay.ts';

const title = `where only the question whether a call may go meets a state that is away (${whyNoValkey ?? 'a real Valkey'})`;

describe.skipIf(whyNoValkey !== null)(title, () => {
  let valkey: ValkeyProcess;
  let redis: Redis;
  let sandbox: Sandbox;
  let state: ValkeyState;
  let relay: Relay;
  let chains = 0;

  beforeAll(async () => {
    valkey = await ValkeyProcess.start();
    redis = new Redis(valkey.url);
    redis.on('error', () => undefined);
    sandbox = await createSandbox(chainApp);
  });
  afterAll(async () => {
    redis?.disconnect();
    await valkey?.end();
    await sandbox?.close();
  });

  /** A relay whose time stands still: till and account, once they were read, are never read again. */
  beforeEach(async () => {
    chains += 1;
    const prefix = `chain-${chains}`;
    state = new ValkeyState({ url: valkey.url, prefix, callsPerMinute: null });
    await expect.poll(() => state.isReady(), { timeout: 5_000 }).toBe(true);
    const keys = testKeys();
    await putAccount(state, keys);
    await state.putTill(await tillRecordOf(keys, testApp), null);
    const platform = { url: sandbox.url };
    relay = await createRelay({ platform, state, keys, monotonic: () => 1_000_000 });
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
    sandbox.reset();
  });
  afterEach(async () => {
    await relay.close();
    await state.close();
  });

  async function refusesAll(): Promise<void> {
    const calls = Array.from({ length: 5 }, () => signedParams(testFields()));
    const answers = await Promise.all(calls.map((call) => post(relay.url, call)));
    for (const answer of answers) {
      expect([answer.status, answer.code]).toEqual([200, 10]);
      expect(answer.subCode).toBe('isp.relay-state-away');
    }
    expect(sandbox.requests()).toEqual([]);
  }

  const schedule = () => `{chain-${chains}}:schedule:${chainApp.appKey}`;

  it.each<[string, () => unknown, () => unknown]>([
    ['killed', () => valkey.kill(), () => valkey.again()],
    ['silent', () => valkey.freeze(), () => valkey.thaw()],
    [
      'full, so that it takes no writes',
      () => redis.config('SET', 'maxmemory', '1'),
      () => redis.config('SET', 'maxmemory', '0'),
    ],
    [
      'with something else in the place of its schedule',
      async () => {
        await redis.del(schedule());
        await redis.set(schedule(), 'of nobody');
      },
      () => redis.del(schedule()),
    ],
  ])(
    '%s: calls are told “later”, none leaves, and all goes on by itself',
    async (_, fail, mend) => {
      await fail();
      try {
        await refusesAll();
      } finally {
        await mend();
      }
      await expect.poll(() => state.isReady(), { timeout: 10_000 }).toBe(true);
      expect((await save(relay.url, testFields())).customerId).toBeDefined();
      expect(sandbox.requests()).toHaveLength(1);
    },
  );
});
