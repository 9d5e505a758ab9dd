import { afterAll, describe, expect, it } from 'vitest';
import { fateOf, REPORT_ARGUMENT, REPORT_METHOD } from '../../app/report/reportCall.ts';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { post, save, signedParams, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { takeReport } from '../fleet/takeReport.ts';
import { WELL } from '../fleet/testing/chainInMemory.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';
import { ReportPace } from './reportPace.ts';

describe('the reports of one till', () => {
  const world = { now: 1_000 };
  const pace = () => new ReportPace(() => world.now);

  it('are taken once in five seconds, and six at once', () => {
    const some = pace();
    const waits = Array.from({ length: 8 }, () => some.take('a'));
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 5_000, 5_000]);
    world.now += 4_999;
    expect(some.take('a')).toBe(1);
    world.now += 1;
    expect([some.take('a'), some.take('a')]).toEqual([0, 5_000]);
  });

  it('that comes in its own rhythm are all taken, whatever another does', () => {
    const some = pace();
    for (let report = 0; report < 100; report += 1) {
      for (let call = 0; call < 50; call += 1) some.take('storm');
      expect(some.take('a')).toBe(0);
      world.now += 5_000;
    }
  });

  it('are remembered for no longer than they count', () => {
    const some = pace();
    for (let till = 0; till < 10_000; till += 1) {
      for (let report = 0; report < 7; report += 1) some.take(`${till}`);
      world.now += 100;
    }
    expect(some.size).toBeLessThanOrEqual(301);
  });
});

describe('a till that storms with reports', async () => {
  const sandbox = await createSandbox(chainApp);
  const stored: string[] = [];
  const report = takeReport(
    { putReport: async (appKey) => void stored.push(appKey) },
    { reported: () => {} },
  );
  const relay = await startTestRelay({
    platformUrl: sandbox.url,
    tills: [testApp],
    methods: { [REPORT_METHOD]: report },
  });
  afterAll(async () => {
    await relay.end();
    await sandbox.close();
  });

  it('is told when to come again, before the state is asked, and its saves go as before', async () => {
    const admit = relay.state.admit.bind(relay.state);
    let asked = 0;
    relay.state.admit = (request) => {
      asked += 1;
      return admit(request);
    };
    const text = JSON.stringify(WELL);
    const changes = { method: REPORT_METHOD, param_customer_save_open_req: undefined };
    const begun = performance.now();
    const answers = [];
    for (let call = 0; call < 40; call += 1) {
      const params = signedParams('', { ...changes, [REPORT_ARGUMENT]: text });
      answers.push(await post(relay.url, params));
    }
    const most = 6 + Math.ceil((performance.now() - begun) / 5_000);
    expect(stored.length).toBeGreaterThanOrEqual(6);
    expect(stored.length).toBeLessThanOrEqual(most);
    expect(asked).toBe(stored.length);
    const fates = answers.map(({ status, text: bodyText }) =>
      fateOf({ kind: 'http', status, bodyText, date: '', mayBeSecond: false }),
    );
    const refused = fates.filter(({ kind }) => kind === 'lost');
    expect(refused).toHaveLength(40 - stored.length);
    for (const fate of refused) {
      const waitSeconds = fate.kind === 'lost' ? fate.waitSeconds : null;
      expect(waitSeconds).toBeGreaterThanOrEqual(1);
      expect(waitSeconds).toBeLessThanOrEqual(5);
    }
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });
});
