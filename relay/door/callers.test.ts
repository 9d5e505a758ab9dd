import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { expectedSign } from '../../platform/protocol/sign.ts';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  post,
  save,
  signedParams,
  type TestAnswer,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import type { RelayState, TillRecord } from '../state/relayState.ts';
import { chainApp, sealed, startTestRelay, tillRecordOf } from '../testing/testRelay.ts';

const other = {
  appKey: 'other-till',
  appSecret: 'another-secret-of-another-till',
  shopIds: ['77', '78'],
};

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp, other] });
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.reset();
  await change(testApp.appKey, await tillRecordOf(relay.keys, testApp));
});

/** Stores another record in the place of what is there, as a command or another relay does. */
async function change(appKey: string, record: TillRecord): Promise<void> {
  const stored = (await relay.state.till(appKey)) as TillRecord;
  const { version } = stored;
  const written = await relay.state.putTill({ ...record, version: version + 1 }, version);
  expect(written.kind).toBe('written');
}

function saveAs(till: { appKey: string; appSecret: string }, fields = {}): Promise<TestAnswer> {
  const { sign: _, ...params } = signedParams(testFields(fields), { app_key: till.appKey });
  const sign = expectedSign(new Map(Object.entries(params)), 'hmac-sha256', till.appSecret) ?? '';
  return post(relay.url, { ...params, sign });
}

const codes = ({ code, subCode }: TestAnswer) => [code, subCode];

const newSecret = { ...testApp, appSecret: 'a-new-secret-of-the-same-till' };

async function rotated(until: number | null): Promise<TillRecord> {
  const record = await tillRecordOf(relay.keys, testApp);
  const owner = { kind: 'till', appKey: testApp.appKey } as const;
  const secret = await sealed(relay.keys, newSecret.appSecret, owner);
  const [former] = record.secrets;
  if (former === undefined) throw new Error('no secret');
  return {
    ...record,
    secrets: [
      { secret, until: null },
      { ...former, until },
    ],
  };
}

describe('a till', () => {
  it('acts by its own key and secret, and for its own shops', async () => {
    expect((await saveAs(other, { shop_id: '78' })).customerId).toBeDefined();
    expect(codes(await saveAs(other))).toEqual([41, 'isv.shop-not-of-this-till']);
    expect(codes(await saveAs({ ...other, appSecret: testApp.appSecret }))).toEqual([
      25,
      undefined,
    ]);
    expect(codes(await saveAs(testApp, { brand_id: '1' }))).toEqual([29, 'isv.appkey-other-brand']);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('that is not known to the chain is 29, as is the chain’s own key', async () => {
    expect(codes(await saveAs({ appKey: 'nobody', appSecret: 'x' }))).toEqual([
      29,
      'isv.appkey-not-exists',
    ]);
    expect(codes(await saveAs(chainApp))).toEqual([29, 'isv.appkey-not-exists']);
  });

  it('that is revoked in the middle is refused at its very next call, and nothing of it goes on', async () => {
    expect((await saveAs(testApp)).customerId).toBeDefined();
    await change(
      testApp.appKey,
      await tillRecordOf(relay.keys, testApp, { revokedAt: Date.now() }),
    );
    expect(codes(await saveAs(testApp))).toEqual([29, 'isv.appkey-revoked']);
    // Nobody without its secret hears that.
    expect(codes(await saveAs({ ...testApp, appSecret: 'guessed' }))).toEqual([25, undefined]);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('that gets another shop may register for it at the next call', async () => {
    expect(codes(await saveAs(testApp, { shop_id: '99' }))).toEqual([
      41,
      'isv.shop-not-of-this-till',
    ]);
    const shopIds = ['239923231', '99'];
    await change(testApp.appKey, await tillRecordOf(relay.keys, { ...testApp, shopIds }));
    // The record that is kept knows nothing of that shop yet: a refusal by it is checked against the stored one.
    expect((await saveAs(testApp, { shop_id: '99' })).customerId).toBeDefined();
  });

  it('that loses a shop may no more, from the next call on', async () => {
    expect((await saveAs(testApp)).customerId).toBeDefined();
    await change(testApp.appKey, await tillRecordOf(relay.keys, { ...testApp, shopIds: ['99'] }));
    expect(codes(await saveAs(testApp))).toEqual([41, 'isv.shop-not-of-this-till']);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('is let in by the new secret at once and by the old one until its day', async () => {
    expect((await saveAs(testApp)).customerId).toBeDefined();
    await change(testApp.appKey, await rotated(Date.now() + 60_000));
    expect((await saveAs(newSecret)).customerId).toBeDefined();
    expect((await saveAs(testApp)).customerId).toBeDefined();
    await change(testApp.appKey, await rotated(Date.now() - 10_000));
    expect(codes(await saveAs(testApp))).toEqual([25, undefined]);
    expect((await saveAs(newSecret)).customerId).toBeDefined();
  });
});

describe('while the shared state cannot be asked', () => {
  const AWAY = { kind: 'away' } as const;

  it.each(['till', 'account', 'admit'] as const)(
    '(%s) calls are put off in words that a till understands, nothing is forwarded, and it goes on by itself',
    async (method) => {
      let isAway = true;
      const state = new Proxy(relay.state, {
        get: (target, name: keyof RelayState) => {
          if (isAway && name === method) return async () => AWAY;
          const value = target[name];
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      const { createRelay } = await import('../server/createRelay.ts');
      const platform = { url: sandbox.url };
      const lame = await createRelay({ platform, state, keys: relay.keys });
      const call = signedParams(testFields());
      const answer = await post(lame.url, call);
      expect([answer.status, ...codes(answer)]).toEqual([200, 10, 'isp.relay-state-away']);
      expect(sandbox.requests()).toEqual([]);
      isAway = false;
      // Its till takes it for never sent: a copy that something on the way sends later has no effect.
      expect(codes(await post(lame.url, call))).toEqual([31, 'isv.request-replay-error']);
      expect(sandbox.requests()).toEqual([]);
      expect((await save(lame.url, testFields())).customerId).toBeDefined();
      await lame.close();
    },
  );
});
