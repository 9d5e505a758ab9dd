import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import {
  platformTime,
  post,
  save,
  signedParams,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import type { Admission, AdmitRequest, RelayState } from '../state/relayState.ts';
import {
  chainApp,
  putAccount,
  sealed,
  startTestRelay,
  type TestRelay,
  type TestRelayOptions,
} from '../testing/testRelay.ts';

let sandbox: Sandbox;
let relay: TestRelay;
/** Ms that pass for the relay where a test says so. */
let passed = 0;

async function start(options: Partial<TestRelayOptions> = {}, session?: string): Promise<void> {
  sandbox = await createSandbox({ ...chainApp, ...(session === undefined ? {} : { session }) });
  relay = await startTestRelay({
    platformUrl: sandbox.url,
    tills: [testApp],
    monotonic: () => performance.now() + passed,
    ...options,
  });
}

beforeEach(() => {
  passed = 0;
});
afterEach(async () => {
  await relay.end();
  await sandbox.close();
});

const GO: Admission = { kind: 'go', hold: 0, next: 0 };

/** Lets the schedule decide so, one after the other; gives what it was asked. */
function spyOnAdmit(decisions: Admission[]): AdmitRequest[] {
  const asked: AdmitRequest[] = [];
  relay.state.admit = async (request) => {
    asked.push(request);
    return decisions.shift() ?? { kind: 'away' };
  };
  return asked;
}

const go = () => save(relay.url, testFields());
const seen = () => sandbox.requests().map(({ answer }) => answer?.code ?? answer?.kind);

describe('the chain’s account', () => {
  it('is the only one that the platform hears of, with the chain’s session', async () => {
    await start({ session: 'of the chain' }, 'of the chain');
    expect((await go()).customerId).toBeDefined();
    // A till that has a session from before it had a relay.
    const answer = await save(relay.url, testFields(), { session: 'of the till' });
    expect(answer.customerId).toBeDefined();
  });

  it('where the platform refuses one secret, the other is tried once, and kept', async () => {
    await start();
    await putAccount(relay.state, relay.keys, ['not yet the right one', chainApp.appSecret]);
    expect((await go()).customerId).toBeDefined();
    expect(seen()).toEqual([25, 'success']);
    expect((await go()).customerId).toBeDefined();
    expect(seen()).toEqual([25, 'success', 'success']);
  });

  it('the try with the other secret is a call of its own, for which the quota is asked', async () => {
    await start();
    await putAccount(relay.state, relay.keys, ['not yet the right one', chainApp.appSecret]);
    const asked = spyOnAdmit([GO, GO]);
    expect((await go()).customerId).toBeDefined();
    expect(seen()).toEqual([25, 'success']);
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map(({ sign }) => sign)).size).toBe(2);
  });

  it('where the quota has no place for that try, its till is told “later”, and the other secret is the next call’s first', async () => {
    const none: Admission[] = [
      { kind: 'appointment', next: 5_000 },
      { kind: 'banned', left: 5_000 },
      { kind: 'away' },
      { kind: 'record-changed' },
    ];
    await start();
    for (const admission of none) {
      sandbox.reset();
      await putAccount(relay.state, relay.keys, ['not yet the right one', chainApp.appSecret]);
      passed += 5_001;
      spyOnAdmit([GO, admission, GO]);
      const answer = await go();
      expect([answer.code, answer.subCode]).toEqual([10, 'isp.relay-account-refused']);
      expect(seen()).toEqual([25]);
      expect((await go()).customerId).toBeDefined();
      expect(seen()).toEqual([25, 'success']);
    }
  });

  it('where it refuses both, after two tries, that is no fault of a till’s save, which would be held for it', async () => {
    await start();
    await putAccount(relay.state, relay.keys, ['wrong', 'wrong as well']);
    const answer = await go();
    expect([answer.code, answer.subCode]).toEqual([10, 'isp.relay-account-refused']);
    expect(seen()).toEqual([25, 25]);
    // It is read again at once: somebody will have put it right.
    await putAccount(relay.state, relay.keys, [chainApp.appSecret]);
    expect((await go()).customerId).toBeDefined();
  });

  it('that signs well but for one save blames that save once, and itself where it goes on', async () => {
    await start();
    expect((await go()).customerId).toBeDefined();
    sandbox.setFaults({ rules: [{ action: { type: 'error', code: 25 } }] });
    expect((await go()).code).toBe(25);
    for (const _ of [1, 2]) expect((await go()).code).toBe(10);
    sandbox.setFaults({});
    expect((await go()).customerId).toBeDefined();
  });

  it('keeps the order of its secrets, whatever else the platform refuses', async () => {
    await start();
    await putAccount(relay.state, relay.keys, ['not yet the right one', chainApp.appSecret]);
    expect((await go()).customerId).toBeDefined();
    sandbox.setFaults({ rules: [{ times: 1, action: { type: 'error', code: 11 } }] });
    expect((await go()).code).toBe(11);
    expect((await go()).customerId).toBeDefined();
    expect(seen().filter((code) => code === 25)).toHaveLength(1);
  });

  it.each([true, false])(
    'that the service itself answers with a 25 of its own (accepted: %s) is neither refused nor sent twice',
    async (isAccepted) => {
      await start();
      await putAccount(relay.state, relay.keys, [chainApp.appSecret, 'former']);
      const body = `{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":${isAccepted},"result_code":"25","result":"1"}}}`;
      const contentType = 'application/json';
      sandbox.setFaults({ rules: [{ action: { type: 'http', status: 200, body, contentType } }] });
      const answer = await go();
      expect([answer.status, answer.text]).toEqual([200, body]);
      expect(sandbox.requests()).toHaveLength(1);
    },
  );

  it('that is doubtful with the first secret is not tried with the second', async () => {
    await start();
    await putAccount(relay.state, relay.keys, [chainApp.appSecret, 'former']);
    sandbox.setFaults({ rules: [{ action: { type: 'drop', when: 'after' } }] });
    expect((await go()).status).toBe(502);
    expect(seen()).toHaveLength(1);
  });

  it('that is changed is used within seconds by every relay', async () => {
    await start();
    expect((await go()).customerId).toBeDefined();
    await putAccount(relay.state, relay.keys, ['another']);
    passed = 5_001;
    expect((await go()).code).toBe(25);
    expect((await go()).subCode).toBe('isp.relay-account-refused');
  });

  it('that is not there yet makes calls wait, and nothing is forwarded', async () => {
    await start();
    const state = new Proxy(relay.state, {
      get: (target, name: keyof RelayState) =>
        name === 'account' ? async () => null : (target[name] as () => unknown).bind(target),
    });
    const { createRelay } = await import('./createRelay.ts');
    const bare = await createRelay({ platform: { url: sandbox.url }, state, keys: relay.keys });
    const answer = await save(bare.url, testFields());
    expect([answer.code, answer.subCode]).toEqual([10, 'isp.relay-no-account']);
    expect(seen()).toEqual([]);
    await bare.close();
  });
});

describe('a ban of the platform', () => {
  it('is learned once, and told to everybody until it ends, without Tillside-Next', async () => {
    await start();
    sandbox.setFaults({ rules: [{ times: 1, action: { type: 'ban', seconds: 40 } }] });
    const first = await go();
    const others = [await go(), await save(relay.url, testFields(), { format: 'xml' })];
    for (const answer of [first, ...others]) {
      expect([answer.status, answer.code]).toEqual([200, 7]);
      expect(answer.subCode ?? 'xml').toMatch(/limited-by-app-access-count|xml/);
      const [, seconds] = /ban will last for (\d+) more seconds/.exec(answer.text) ?? [];
      expect([39, 40, 41]).toContain(Number(seconds));
      expect(answer.headers.get('tillside-next')).toBeNull();
    }
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('is one of that app: the chain’s other one, which the platform has not shut out, is not held by it', async () => {
    await start();
    sandbox.setFaults({ rules: [{ times: 1, action: { type: 'ban', seconds: 40 } }] });
    expect((await go()).code).toBe(7);
    const appKey = '11223344';
    const secret = await sealed(relay.keys, 'secret', { kind: 'account', appKey });
    await relay.state.putAccount({ appKey, session: null, secrets: [secret], version: 2 }, 1);
    passed = 5_001;
    // The platform of this test knows no such app, and says so: it was asked.
    expect((await go()).code).toBe(29);
    expect(sandbox.requests()).toHaveLength(2);
  });

  it('in XML is learned as well', async () => {
    await start();
    sandbox.setFaults({ rules: [{ times: 1, action: { type: 'ban', seconds: 40 } }] });
    expect((await save(relay.url, testFields(), { format: 'xml' })).code).toBe(7);
    expect((await go()).code).toBe(7);
    expect(sandbox.requests()).toHaveLength(1);
  });
});

describe('a limit of the partner whom a till names', () => {
  it('is that till’s own: whoever has one key shuts nobody else out with it', async () => {
    await start();
    const action = {
      type: 'error',
      code: 6,
      subCode: 'accesscontrol.limited-by-partner-access-count',
      subMsg: 'This ban will last for 40000 more seconds',
    } as const;
    sandbox.setFaults({ rules: [{ times: 1, action }] });
    const told = await save(relay.url, testFields(), { partner_id: 'somebody' });
    expect([told.code, told.headers.get('tillside-next')]).toEqual([6, null]);
    expect(
      (await save(relay.url, testFields(), { partner_id: undefined })).customerId,
    ).toBeDefined();
  });

  it('that nobody has named is the chain’s', async () => {
    await start();
    const action = {
      type: 'error',
      code: 6,
      subMsg: 'This ban will last for 40 more seconds',
    } as const;
    sandbox.setFaults({ rules: [{ times: 1, action }] });
    expect((await save(relay.url, testFields(), { partner_id: undefined })).code).toBe(6);
    expect((await go()).code).toBe(7);
  });
});

describe('the platform’s time', () => {
  it('is not told before an answer has shown it: a till learns no wrong one, and the platform judges its timestamps', async () => {
    await start();
    const hours = 3_600_000;
    sandbox.setFaults({ clockOffsetSeconds: 3 * 3_600 });
    const answer = await save(relay.url, testFields(), { app_key: 'nobody' });
    expect([answer.code, answer.headers.get('date')]).toEqual([29, null]);
    const timestamp = platformTime(Date.now() + 3 * hours);
    expect((await save(relay.url, testFields(), { timestamp })).customerId).toBeDefined();
  });

  it('is learned from its answers, and timestamps are judged by it', async () => {
    await start();
    sandbox.setFaults({ clockOffsetSeconds: 3_600 });
    // The platform refuses the timestamp, and shows its time; two more agree.
    for (let count = 0; count < 3; count += 1) expect((await go()).code).toBe(31);
    expect(Math.abs(relay.clock.now() - Date.now() - 3_600_000)).toBeLessThan(2_000);
    const before = sandbox.requests().length;
    const refused = await post(relay.url, signedParams(testFields()));
    expect(refused.code).toBe(31);
    expect(sandbox.requests()).toHaveLength(before);
    const told = Date.parse(refused.headers.get('date') ?? '');
    expect(Math.abs(told - Date.now() - 3_600_000)).toBeLessThan(2_000);
  });
});
