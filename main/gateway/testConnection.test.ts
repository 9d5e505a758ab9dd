import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import type { FaultScript } from '../../sandbox/faults/faultSchema.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { testConnection } from './testConnection.ts';

const APP = { appKey: '12345678', appSecret: 'test-secret-not-real' };

/** Refused for its time before the argument is missed, whatever the time is. */
const LATE = '{"error_response":{"code":31,"sub_code":"isv.timestamp-limit-error"}}';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox(APP);
});
afterEach(() => sandbox.close());

const run = (changes: Partial<GatewayAccount> = {}, now: () => number = Date.now) =>
  testConnection({ url: sandbox.url, ...APP, ...changes }, { post: openNodeLine().post, now });

/** The step that failed or was the first not reached, with the problem, or `passed`. */
async function stopOf(report: ReturnType<typeof run>): Promise<string> {
  const { steps, passed } = await report;
  const stop = steps.find(({ state }) => state === 'failed' || state === 'not-reached');
  expect(passed).toBe(stop === undefined);
  return stop === undefined ? 'passed' : `${stop.step}: ${stop.problem}`;
}

/** Whatever was found, nobody has become a member by it. */
function expectNoEffect(calls: number): void {
  const { effects, requests } = sandbox.ledger();
  expect(effects).toEqual([]);
  expect(requests).toHaveLength(calls);
  for (const request of requests) expect(request.bodyText).toBeUndefined();
}

test('the right account passes every step with one call, and nobody becomes a member by it', async () => {
  const { steps, code } = await run();
  expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    'network passed',
    'address passed',
    'tls skipped',
    'answer passed',
    'clock passed',
    'sign passed',
    'permission passed',
    'session passed',
  ]);
  expect(code).toMatch(/^40 isv\.missing-parameter/);
  expectNoEffect(1);
});

test.each(['md5', 'hmac', 'hmac-sha256'] as const)(
  'it signs with %s as saves do',
  async (signMethod) => {
    expect(await stopOf(run({ signMethod }))).toBe('passed');
  },
);

describe('the step that fails is named, and nobody becomes a member', () => {
  test('another secret', async () => {
    expect(await stopOf(run({ appSecret: 'another' }))).toBe('sign: secret');
    expectNoEffect(1);
  });
  test('another app key', async () => {
    expect(await stopOf(run({ appKey: '87654321' }))).toBe('sign: appKey');
    expectNoEffect(1);
  });

  test.each<[string, FaultScript, string, number]>([
    ['no permission', { permissionDenied: true }, 'permission: permission', 1],
    ['a session that is missing', { requireSession: true }, 'session: sessionMissing', 1],
    [
      'an invalid session, asked twice, because the gateway answers 27 for its own faults too',
      { rules: [{ action: { type: 'expireSession' } }] },
      'session: sessionInvalid',
      2,
    ],
    ['a ban', { rules: [{ action: { type: 'ban', seconds: 60 } }] }, 'permission: quota', 1],
    [
      'the login page of a Wi-Fi',
      { rules: [{ action: { type: 'http', status: 200, body: '<html></html>' } }] },
      'answer: notTheGateway',
      1,
    ],
    [
      'a redirect, which is not followed',
      { rules: [{ action: { type: 'redirect', location: 'https://portal.example/' } }] },
      'answer: notTheGateway',
      1,
    ],
    [
      'a gateway out of order',
      { rules: [{ action: { type: 'http', status: 502 } }] },
      'answer: gatewayBroken',
      1,
    ],
    [
      'a connection that ends without an answer',
      { rules: [{ action: { type: 'drop', when: 'before' } }] },
      'answer: silent',
      1,
    ],
    [
      'a timestamp that is refused again after the correction',
      { rules: [{ action: { type: 'http', status: 200, body: LATE } }] },
      'clock: clockRefused',
      2,
    ],
  ])('%s', async (_, faults, stop, calls) => {
    sandbox.setFaults(faults);
    expect(await stopOf(run())).toBe(stop);
    expectNoEffect(calls);
  });

  test('a server that is not there', async () => {
    const url = sandbox.url;
    await sandbox.close();
    expect(await stopOf(run({ url }))).toBe('address: connectionRefused');
  });

  test('a name that nobody has', async () => {
    expect(await stopOf(run({ url: 'https://gateway.invalid/rest' }))).toBe('address: nameUnknown');
  });

  test('TLS with a server that speaks none', async () => {
    const url = sandbox.url.replace('http:', 'https:');
    expect(await stopOf(run({ url }))).toBe('tls: tlsFailed');
  });
});

test('one 27 that was a fault of the gateway does not fail the test', async () => {
  sandbox.setFaults({ rules: [{ times: 1, action: { type: 'expireSession' } }] });
  expect(await stopOf(run())).toBe('passed');
  expectNoEffect(2);
});

test('a clock that is 20 minutes off is corrected as for saves, and told', async () => {
  const report = await run({}, () => Date.now() - 20 * 60_000);
  expect(report.passed).toBe(true);
  expect(report.steps.find(({ step }) => step === 'clock')).toMatchObject({
    state: 'warning',
    problem: 'clockCorrected',
  });
  expect(Math.round((report.clockOffset ?? 0) / 60_000)).toBe(20);
  expectNoEffect(2);
});

test.each([
  ['of the last answer that shows it', 5 * 60_000, 5],
  ['of the first where the second shows none', null, 20],
])('the difference between the clocks is that %s', async (_, second, minutes) => {
  const now = Date.UTC(2026, 10, 24, 4);
  const offsets = [20 * 60_000, second];
  const post = async () => {
    const offset = offsets.shift() ?? null;
    const body = offset === 20 * 60_000 ? LATE : '{"error_response":{"code":40}}';
    const date = offset === null ? '' : new Date(now + offset).toUTCString();
    return { status: 200, date, text: body };
  };
  const account = { url: 'https://gw.example/rest', ...APP };
  const report = await testConnection(account, { post, now: () => now });
  expect(report.passed).toBe(true);
  expect(report.clockOffset).toBe(minutes * 60_000);
  expect(offsets).toEqual([]);
});
