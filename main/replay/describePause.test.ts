import { describe, expect, test } from 'vitest';
import { UNPROVED } from '../../app/replay/gate.ts';
import type { Gate } from '../../app/replay/gateKinds.ts';
import { following } from '../../app/replay/gateSteps.fixture.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { GatewayClock } from '../gateway/gatewayClock.ts';
import { describePause, significantOffset } from './describePause.ts';

const codes = { code: '25', subCode: 'isv.sign' };
const paused = (cause: 'configuration' | 'clock' | 'rejections'): Gate => ({
  kind: 'paused',
  since: 0,
  cause,
  codes,
  problem: cause === 'configuration' ? 'secret' : null,
  lastTryAt: 0,
  probeAt: 0,
});

/** A till that has run for ten seconds, at a gateway whose clock is `ahead` ms ahead of its own. */
async function aTill(ahead = 0) {
  const clock = new VirtualClock();
  await clock.pass(10_000);
  const gatewayClock = new GatewayClock(clock.now, clock.monotonic);
  if (ahead !== 0) gatewayClock.learn(new Date(clock.now() + ahead).toUTCString());
  const pause = (gate: Gate, waiting = 1) =>
    describePause(gate, () => waiting > 0, clock, gatewayClock);
  return { clock, gatewayClock, pause };
}

describe('why nothing is sent just now', () => {
  test('is nothing while the gate passes', async () => {
    const { pause } = await aTill();
    expect(pause({ kind: 'passing', capacity: 1 })).toEqual({ kind: 'none' });
  });

  test('is the gateway that cannot be reached, with the wall-clock time of the next try', async () => {
    const { clock, pause } = await aTill();
    const gate: Gate = {
      kind: 'unreachable',
      since: 0,
      failures: 1,
      lastTryAt: 0,
      probeAt: 14_000.4,
      isBusy: false,
    };
    expect(pause(gate)).toEqual({ kind: 'unreachable', retryAt: clock.now() + 4_000 });
    expect(pause(gate, 0), 'nobody asks').toEqual({ kind: 'none' });
    const busy = { ...gate, isBusy: true };
    expect(pause(busy), 'it is there').toEqual({ kind: 'busy', retryAt: clock.now() + 4_000 });
  });

  test('is the proxy that wants what it is not given', async () => {
    const { clock, pause } = await aTill();
    const out = {
      class: 'unreachable',
      mayHaveArrived: false,
      text: '',
      traceId: '',
      subCode: '',
    } as const;
    for (const [code, proxy] of [
      ['transport.err_proxy_auth_requested', 'proxyWantsPassword'],
      ['transport.proxy_auth_other_proxy', 'proxyOther'],
      ['transport.proxy_auth_refused', 'proxyPassword'],
      ['transport.err_proxy_connection_failed', undefined],
    ] as const) {
      const { gate } = following(UNPROVED, { ...out, code }, clock.monotonic());
      const told = { kind: 'unreachable', retryAt: expect.any(Number), ...(proxy && { proxy }) };
      expect(pause(gate)).toEqual(told);
    }
  });

  test('is a ban until its end by the wall clock, whether anything waits or not', async () => {
    const { clock, pause } = await aTill();
    const banned = (until: number): Gate => ({ kind: 'banned', since: 0, until });
    expect(pause(banned(10_001), 0)).toEqual({ kind: 'quota', until: clock.now() + 1 });
    expect(pause(banned(10_000))).toEqual({ kind: 'none' });
  });

  test.each(['configuration', 'rejections'] as const)(
    'is a pause (%s) with the codes of the answer, while anything waits',
    async (cause) => {
      const { pause } = await aTill();
      const fix = cause === 'configuration' ? { fix: 'secret' } : {};
      expect(pause(paused(cause))).toEqual({ kind: cause, ...fix, ...codes });
      expect(pause(paused(cause), 0)).toEqual({ kind: 'none' });
    },
  );

  test('is a clock that is off by so many seconds', async () => {
    const { pause } = await aTill(900_000);
    expect(pause(paused('clock'))).toEqual({ kind: 'clock', offsetSeconds: 900 });
  });
});

test('a clock that is off is told from two minutes on, in seconds', async () => {
  const offsetOf = async (ahead: number) => significantOffset((await aTill(ahead)).gatewayClock);
  expect(await offsetOf(120_000)).toBeNull();
  expect(await offsetOf(121_000)).toBe(121);
  expect(await offsetOf(-121_000)).toBe(-121);
});
