import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { QuotaSchedule } from '../quota/schedule.ts';
import { chainApp, putAccount, startTestRelay } from '../testing/testRelay.ts';
import { CallHolder } from './holdCall.ts';

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

/** What becomes of four calls that come at once (ms). */
interface Coming {
  /** So long the state takes before it decides, and then until its answer is heard; so long the relay stands still behind that. */
  before?: number;
  behind?: number;
  standstill?: number;
  /** The state's clock is set by so much just before. */
  set?: number;
}

/** Calls at the counter of a chain that may make four in a minute, each of another till, in virtual time (ms). */
function crowds() {
  let now = 1_000_000;
  let apart = 7_000_000;
  let tills = 0;
  const schedule = new QuotaSchedule(4);
  const holder = new CallHolder(() => now);
  const left: number[] = [];
  schedule.decide({ appKey: 'first', urgency: 'counter', waiting: 0 }, 0);
  return {
    left,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
    come: async ({ before = 0, behind = 0, standstill = 0, set = 0 }: Coming = {}) => {
      apart += set;
      now += before;
      const at = now + apart;
      const said = Array.from({ length: 4 }, () => {
        tills += 1;
        return schedule.decide({ appKey: `${tills}`, urgency: 'counter', waiting: 0 }, now);
      });
      now += behind;
      const from = now;
      await Promise.all(
        said.map(async (one) => {
          if (one.kind !== 'go') return;
          const heard = { ...one, taken: before + behind, at };
          const held = await holder.until(heard, async (milliseconds) => {
            await Promise.resolve();
            now = from + milliseconds + standstill;
            return true;
          });
          if (held === 'there') left.push(now);
        }),
      );
    },
    most: () =>
      Math.max(...left.map((at) => left.filter((one) => one >= at && one < at + 60_000).length)),
  };
}

describe('a minute that is full, and the next', () => {
  it.each<[string, Coming, Coming]>([
    ['the state has answered late', { behind: 900 }, {}],
    ['the relay has stood still', { standstill: 900 }, {}],
    ['both', { behind: 500, standstill: 450 }, {}],
    ['the state has answered late, and decides late in the next', { behind: 900 }, { before: 900 }],
    ['the relay has stood still, and the state decides late', { standstill: 900 }, { before: 600 }],
  ])(
    'are no more than the grant within a minute where in the first %s',
    async (_, first, second) => {
      const { come, wait, left, most } = crowds();
      await come(first);
      expect(left).toHaveLength(4);
      wait(1_060_750 - (second.before ?? 0) - (left[0] ?? 0));
      await come(second);
      expect(left).toHaveLength(8);
      expect(most()).toBe(4);
    },
  );

  it('what was late long ago holds nobody any more', async () => {
    const { come, wait, left } = crowds();
    await come({ behind: 900 });
    wait(200_000);
    await come();
    expect(left.slice(4)).toEqual(Array(4).fill(1_200_900));
  });

  it('a call leaves no later than a second after its moment, whatever has made it late', async () => {
    const { come, left } = crowds();
    await come({ behind: 600, standstill: 450 });
    expect(left).toEqual([]);
  });

  it('nor where it has waited for what was late before', async () => {
    const { come, wait, left } = crowds();
    await come({ behind: 900 });
    wait(60_750 - 900);
    await come({ before: 300, standstill: 700 });
    expect(left).toHaveLength(4);
  });

  it('a state that takes long for each call, and once longer still to answer, has none of them refused', async () => {
    const { come, wait, left } = crowds();
    await come({ before: 700 });
    for (const coming of [{ behind: 950 }, { before: 700 }, { before: 900 }, { before: 700 }]) {
      wait(61_000);
      await come(coming);
    }
    expect(left).toHaveLength(20);
  });

  it.each([-5_000, 5_000])(
    'a state whose clock is another one by now (%i ms) has none refused, and none wait longer than half a second',
    async (set) => {
      const { come, wait, left } = crowds();
      await come();
      wait(61_000);
      await come({ set, behind: 600 });
      expect(left).toHaveLength(8);
      expect((left[4] ?? 0) - 1_061_600).toBeLessThanOrEqual(500);
    },
  );
});
