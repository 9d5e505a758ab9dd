import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { createRelay, type Relay } from '../server/createRelay.ts';
import { comesUp } from '../start/openParts.ts';
import { chainApp, putAccount, testKeys, tillRecordOf } from '../testing/testRelay.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from '../valkey/valkeyState.ts';

const title = `where another server has taken over that never heard the last writes (${whyNoValkey ?? 'a real Valkey'})`;

describe.skipIf(whyNoValkey !== null)(title, () => {
  const prefix = 'chain';
  const keys = testKeys();
  let valkey: ValkeyProcess;
  let redis: Redis;
  let sandbox: Sandbox;
  let state: ValkeyState;
  let relay: Relay;

  /** A relay whose time stands still: what it knows it goes on knowing. */
  beforeAll(async () => {
    valkey = await ValkeyProcess.start();
    redis = new Redis(valkey.url);
    redis.on('error', () => undefined);
    sandbox = await createSandbox(chainApp);
    state = new ValkeyState({ url: valkey.url, prefix, callsPerMinute: null });
    expect(await comesUp(state)).toBe(true);
    await putAccount(state, keys);
    const platform = { url: sandbox.url };
    relay = await createRelay({ platform, state, keys, monotonic: () => 1_000_000 });
  });
  afterAll(async () => {
    await relay?.close();
    await state?.close();
    redis?.disconnect();
    await valkey?.end();
    await sandbox?.close();
  });

  it('a till that is revoked there is refused at its next call, though its record has the number of one that was lost', async () => {
    const first = await tillRecordOf(keys, testApp);
    await state.putTill(first, null);
    await state.putTill({ ...first, name: 'another name', version: 2 }, 1);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
    // What a replica had that is a write behind.
    await redis.hset(`{${prefix}}:tills`, first.appKey, JSON.stringify(first));
    await redis.hset(`{${prefix}}:versions`, first.appKey, '1');
    await valkey.kill();
    await valkey.again();
    expect(await comesUp(state)).toBe(true);
    const revoked = { ...first, revokedAt: 1, version: 2 };
    expect(await state.putTill(revoked, 1)).toEqual({ kind: 'written' });
    sandbox.reset();
    const answer = await save(relay.url, testFields());
    expect([answer.code, answer.subCode]).toEqual([29, 'isv.appkey-revoked']);
    expect(sandbox.requests()).toEqual([]);
  });
});
