import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, putAccount, startTestRelay } from '../testing/testRelay.ts';

const sandbox = await createSandbox(chainApp);
/** The relay's steady clock (ms), which goes on by what a test says alone: a machine that is slow is no relay that stood still. */
let steady = 0;
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  monotonic: () => steady,
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

/** Every call is held for a moment, and meanwhile the relay stands still for so long. */
function holdThrough(standstill: number): void {
  relay.state.admit = async () => {
    setTimeout(() => {
      steady += 200 + standstill;
    }, 20);
    return { kind: 'go', hold: 200, next: 0 };
  };
}

describe('a relay that stands still while it holds calls', () => {
  it('lets none of them leave afterwards: their moments have passed, and all would leave at once', async () => {
    holdThrough(30_000);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => save(relay.url, testFields())),
    );
    for (const { code, subCode } of answers)
      expect([code, subCode]).toEqual([10, 'isp.relay-busy']);
    expect(sandbox.requests()).toEqual([]);
  });

  it('nor goes a call once more with the chain’s other secret then', async () => {
    await putAccount(relay.state, relay.keys, ['a-secret-that-is-none', chainApp.appSecret]);
    let asked = 0;
    relay.state.admit = async ({ sign }) => {
      asked += 1;
      if (!sign.endsWith(':again')) return { kind: 'go', hold: 0, next: 0 };
      setTimeout(() => {
        steady += 30_000;
      }, 20);
      return { kind: 'go', hold: 200, next: 0 };
    };
    const { code, subCode } = await save(relay.url, testFields());
    expect([asked, code, subCode]).toEqual([2, 10, 'isp.relay-account-refused']);
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('lets them leave where it was for a moment', async () => {
    await putAccount(relay.state, relay.keys);
    holdThrough(300);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });
});
