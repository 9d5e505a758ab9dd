import { beforeEach, expect, test } from 'vitest';
import { type CallEnd, RelayMetrics, type RelayNow } from './relayMetrics.ts';

let now: RelayNow;
let metrics: RelayMetrics;

beforeEach(() => {
  now = { callsPerMinute: 600, certificateUntil: null, clockOffset: -1_500, monotonic: 1_000 };
  metrics = new RelayMetrics('1.2.3', () => now);
});

const ANSWERED: CallEnd = {
  urgency: 'counter',
  end: 'answered',
  outcome: 'accepted',
  code: null,
  held: 0,
  atPlatform: 80,
};

const refusal = (code: string, later: CallEnd['later'] = null): CallEnd => ({
  ...ANSWERED,
  end: 'refused',
  outcome: null,
  code,
  later,
});

async function lines(beginning: string): Promise<string[]> {
  const text = await metrics.text(true);
  return text.split('\n').filter((line) => line.startsWith(beginning));
}

test('calls are counted by what the answer means and by who waits for it', async () => {
  metrics.called(ANSWERED);
  metrics.called(ANSWERED);
  metrics.called({ ...ANSWERED, urgency: 'backlog', outcome: 'rejected' });
  metrics.called({ ...ANSWERED, end: 'doubt', outcome: null, code: 'late' });
  expect(await lines('tillside_relay_calls_total')).toEqual([
    'tillside_relay_calls_total{class="accepted",urgency="counter"} 2',
    'tillside_relay_calls_total{class="rejected",urgency="backlog"} 1',
    'tillside_relay_calls_total{class="unreachable",urgency="counter"} 1',
  ]);
  expect(await lines('tillside_relay_platform_seconds_count')).toEqual([
    'tillside_relay_platform_seconds_count 4',
  ]);
});

test('what the relay answers itself used nothing of the quota, and is counted by its code', async () => {
  metrics.called(refusal('29 isv.appkey-revoked'));
  metrics.called(refusal('40 isv.missing-parameter:mobile'));
  metrics.called(refusal('40 isv.missing-parameter:brand_id'));
  expect(await lines('tillside_relay_refusals_total')).toEqual([
    'tillside_relay_refusals_total{code="29 isv.appkey-revoked"} 1',
    'tillside_relay_refusals_total{code="40 isv.missing-parameter"} 2',
  ]);
  expect(await lines('tillside_relay_calls_total{')).toEqual([]);
});

test('should there ever be codes without end, they are one', async () => {
  for (let number = 0; number < 500; number += 1) metrics.called(refusal(`made-up-${number}`));
  const codes = await lines('tillside_relay_refusals_total');
  expect(codes).toHaveLength(61);
  expect(codes.at(-1)).toBe('tillside_relay_refusals_total{code="other"} 440');
});

test('an appointment and a ban are told apart, and what is left of a ban goes by', async () => {
  const code = '7 accesscontrol.limited-by-app-access-count';
  metrics.called(refusal(code, { kind: 'appointment', left: 30_000 }));
  expect(await lines('tillside_relay_appointments_total')).toEqual([
    'tillside_relay_appointments_total 1',
  ]);
  expect(await lines('tillside_relay_ban_left')).toEqual(['tillside_relay_ban_left_seconds 0']);
  metrics.called(refusal(code, { kind: 'banned', left: 30_000 }));
  now = { ...now, monotonic: 21_000 };
  expect(await lines('tillside_relay_ban_left')).toEqual(['tillside_relay_ban_left_seconds 10']);
  now = { ...now, monotonic: 60_000 };
  expect(await lines('tillside_relay_ban_left')).toEqual(['tillside_relay_ban_left_seconds 0']);
});

test('a ban of which an answer shows that it is over, or another app’s, is told no more; a call that had left before shows nothing', async () => {
  const code = '7 accesscontrol.limited-by-app-access-count';
  metrics.called(refusal(code, { kind: 'banned', left: 300_000 }));
  now = { ...now, monotonic: 11_000 };
  metrics.called({ ...ANSWERED, atPlatform: 10_001 });
  metrics.called({ ...ANSWERED, outcome: 'quota' });
  metrics.called({ ...ANSWERED, end: 'doubt', outcome: null });
  expect(await lines('tillside_relay_ban_left')).toEqual(['tillside_relay_ban_left_seconds 290']);
  metrics.called(ANSWERED);
  expect(await lines('tillside_relay_ban_left')).toEqual(['tillside_relay_ban_left_seconds 0']);
});

test('a ban is counted by the relay that has heard it from the platform', async () => {
  metrics.called({
    ...ANSWERED,
    outcome: 'quota',
    code: '7 accesscontrol.limited-by-app-access-count',
  });
  expect(await lines('tillside_relay_bans_total')).toEqual(['tillside_relay_bans_total 1']);
});

test('what does not apply is not there: no quota that nobody has set, no certificate that a proxy has', async () => {
  expect(await lines('tillside_relay_quota')).toEqual([
    'tillside_relay_quota_calls_per_minute 600',
  ]);
  now = { ...now, callsPerMinute: null };
  expect(await lines('tillside_relay_quota')).toEqual([]);
  expect(await lines('tillside_relay_certificate')).toEqual([]);
  now = { ...now, certificateUntil: 5_000 };
  expect(await lines('tillside_relay_certificate')).toEqual([
    'tillside_relay_certificate_end_timestamp_seconds 5',
  ]);
});

test('the relay says how it is itself: version, clock, state, memory and the lag of its loop', async () => {
  expect(await lines('tillside_relay_info')).toEqual(['tillside_relay_info{version="1.2.3"} 1']);
  expect(await lines('tillside_relay_clock')).toEqual(['tillside_relay_clock_offset_seconds -1.5']);
  expect(await lines('tillside_relay_state_up')).toEqual(['tillside_relay_state_up 1']);
  expect(await metrics.text(false)).toContain('tillside_relay_state_up 0\n');
  const text = await metrics.text(true);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});
