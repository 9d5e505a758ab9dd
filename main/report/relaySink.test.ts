import { describe, expect, test } from 'vitest';
import { readReport } from '../../app/report/readReport.ts';
import { REPORT_ROOT } from '../../app/report/reportCall.ts';
import { MAX_REPORTED_NUMBER, type TillReport } from '../../app/report/tillReport.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { type Call, type CallAnswer, LostCall } from '../gateway/line.ts';
import { sign } from '../gateway/sign.ts';
import { RelaySink } from './relaySink.ts';

const ACCOUNT: GatewayAccount = {
  url: 'https://relay.example/router/rest',
  appKey: 'till-7',
  appSecret: 'not-real',
  session: 'a session',
};
const REPORT: TillReport = {
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 60,
  waiting: 0,
  oldestWaitingSeconds: null,
  pause: 'none',
  held: 0,
  heldByCode: [],
  sinceAcceptedSeconds: null,
  clockOffsetSeconds: null,
  disk: { freeMebibytes: 1, isRefusing: false },
  keyStore: 'os',
  pageEnds: 0,
  warnings: [],
  openingHours: null,
};
const HOUR = 3_600_000;

function watched() {
  const clock = new VirtualClock();
  const calls: Call[] = [];
  const world = {
    account: ACCOUNT as GatewayAccount | null,
    /** The relay's clock minus the till's (ms). */
    ahead: 0,
    answer: async (): Promise<Partial<CallAnswer>> => ({}),
  };
  const sink = new RelaySink({
    clock,
    account: () => world.account,
    proxy: () => null,
    post: async (call) => {
      calls.push(call);
      const date = new Date(clock.now() + world.ahead).toUTCString();
      const text = JSON.stringify({ [REPORT_ROOT]: { request_id: 'a' } });
      return { status: 200, date, text, mayBeSecond: false, ...(await world.answer()) };
    },
  });
  const forms = () => calls.map(({ form }) => Object.fromEntries(new URLSearchParams(form)));
  return { clock, sink, world, calls, forms };
}
const error = (code: number, sub_code: string, sub_msg = '') => ({
  text: JSON.stringify({ error_response: { code, msg: '', sub_code, sub_msg } }),
});

test('a report is a call of the platform’s protocol, signed with the till’s own key', async () => {
  const { sink, calls, forms } = watched();
  expect(await sink.send(REPORT, 10_000)).toEqual({ kind: 'taken' });
  const { sign: signed = '', ...parameters } = forms()[0] ?? {};
  expect(parameters).toMatchObject({
    method: 'tillside.till.report',
    app_key: 'till-7',
    session: 'a session',
    v: '2.0',
    format: 'json',
  });
  expect(readReport(parameters.report ?? '')).toEqual(REPORT);
  expect(signed).toBe(sign(parameters, 'not-real', 'hmac-sha256'));
  expect(calls[0]).toMatchObject({ url: ACCOUNT.url, patience: 10_000, proxy: null });
});

test('no two reports have the same sign, also within one second', async () => {
  const { sink, forms } = watched();
  for (let count = 0; count < 5; count += 1) await sink.send(REPORT, 1);
  expect(new Set(forms().map((form) => form.sign)).size).toBe(5);
});

test('a till whose clock is wrong learns it by the first answer, says by how much, and reports', async () => {
  const { clock, sink, world, forms } = watched();
  world.ahead = HOUR;
  world.answer = async () => error(31, 'isv.timestamp-limit-error');
  expect(await sink.send(REPORT, 1)).toMatchObject({
    kind: 'lost',
    code: 'isv.timestamp-limit-error',
  });
  world.answer = async () => ({});
  await clock.pass(60_000);
  expect(await sink.send(REPORT, 1)).toEqual({ kind: 'taken' });
  const [, second] = forms();
  expect(readReport(second?.report ?? '')?.clockOffsetSeconds).toBe(3_600);
  // What the saves have shown counts before.
  await sink.send({ ...REPORT, clockOffsetSeconds: 3_601 }, 1);
  expect(readReport(forms()[2]?.report ?? '')?.clockOffsetSeconds).toBe(3_601);
});

test.each([1970, 9998])(
  'an answer that says it is %i makes no report that a relay would refuse for its form',
  async (year) => {
    const { sink, clock, world, forms } = watched();
    world.ahead = Date.UTC(year, 5) - clock.now();
    await sink.send(REPORT, 1);
    await sink.send(REPORT, 1);
    const told = readReport(forms()[1]?.report ?? '');
    expect(Math.abs(told?.clockOffsetSeconds ?? 0)).toBe(MAX_REPORTED_NUMBER);
  },
);

test('after a sleep the till’s own clock counts until the next answer', async () => {
  const { sink, world, forms } = watched();
  world.ahead = HOUR;
  await sink.send(REPORT, 1);
  sink.wake();
  await sink.send(REPORT, 1);
  expect(readReport(forms()[1]?.report ?? '')?.clockOffsetSeconds).toBeNull();
});

test('what is no relay tells no time', async () => {
  const { sink, world, forms } = watched();
  world.ahead = HOUR;
  for (const answer of [{ text: '<html>' }, { status: 502 }, error(29, 'isv.appkey-revoked')]) {
    world.answer = async () => answer;
    expect(await sink.send(REPORT, 1)).toMatchObject({ kind: 'lost' });
  }
  await sink.send(REPORT, 1);
  expect(readReport(forms().at(-1)?.report ?? '')?.clockOffsetSeconds).toBeNull();
});

describe('a report is lost, and says why by a code', () => {
  test('without an account', async () => {
    const { sink, world, calls } = watched();
    world.account = null;
    expect(await sink.send(REPORT, 1)).toMatchObject({ kind: 'lost', code: 'no-account' });
    expect(calls).toEqual([]);
  });

  test('where the call is', async () => {
    const { sink, world } = watched();
    world.answer = () => Promise.reject(new LostCall('err_name_not_resolved', false));
    expect(await sink.send(REPORT, 1)).toEqual({
      kind: 'lost',
      code: 'transport.err_name_not_resolved',
      waitSeconds: null,
    });
  });

  test('where no answer comes in time', async () => {
    const { clock, sink, world, calls } = watched();
    world.answer = () =>
      new Promise((_, reject) => {
        calls[0]?.signal?.addEventListener('abort', () => reject(new LostCall('etimedout', true)));
      });
    const sent = sink.send(REPORT, 10_000);
    await clock.pass(9_999);
    expect(calls[0]?.signal?.aborted).toBe(false);
    await clock.pass(1);
    expect(await sent).toMatchObject({ kind: 'lost', code: 'transport.etimedout' });
  });

  test('for how long none is welcome is handed on', async () => {
    const { sink, world } = watched();
    world.answer = async () => error(7, '', 'This ban will last for 90 more seconds');
    expect(await sink.send(REPORT, 1)).toEqual({ kind: 'lost', code: '7', waitSeconds: 90 });
  });
});
