import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { Appointments, readNext } from './appointments.ts';

const minute = 60_000;
const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '1' };
const refused: Outcome = { ...words, class: 'quota', banSeconds: 1 };
const rejected: Outcome = { ...words, class: 'rejected' };
const lost: Outcome = { ...words, class: 'unreachable', mayHaveArrived: true };

describe('what a relay says of the next call', () => {
  test.each([
    ['0', 0],
    ['12.345', 12_345],
    ['0.0004', 1],
    ['300', 5 * minute],
    ['86400', 5 * minute],
    ['999999999999', 5 * minute],
  ])('%s is %i ms, five minutes at the most', (header, next) => {
    expect(readNext(header)).toBe(next);
  });

  test.each([
    '',
    '-1',
    'NaN',
    'Infinity',
    '1e9',
    '1, 2',
    '1,5',
    ' 1',
    '0x10',
    '1.',
    '9'.repeat(400),
  ])('"%s" says nothing', (header) => {
    expect(readNext(header)).toBeNull();
  });
});

describe('the appointments of a till', () => {
  test('there are none before a relay gives one: the till has its own pace', () => {
    const appointments = new Appointments();
    expect(appointments.answered(refused, 0, 10, null)).toBeNull();
    expect(appointments.allowance(10)).toBeNull();
    expect(appointments.wait(10)).toBeNull();
    expect(appointments.isRelay).toBe(false);
  });

  test('one call of the backlog at its moment, and the next after another answer', () => {
    const appointments = new Appointments();
    expect(appointments.answered(accepted, 0, 100, 5_000)).toBeNull();
    expect([appointments.allowance(5_099), appointments.wait(5_099)]).toEqual([0, 1]);
    expect([appointments.allowance(5_100), appointments.wait(5_100)]).toEqual([1, 0]);
    appointments.began(5_100);
    expect([appointments.allowance(9_000), appointments.wait(9_000)]).toEqual([0, null]);
    appointments.answered(accepted, 5_100, 9_000, 0);
    expect(appointments.allowance(9_000)).toBe(Number.POSITIVE_INFINITY);
    appointments.began(9_000);
    expect(appointments.allowance(9_000)).toBe(Number.POSITIVE_INFINITY);
  });

  test('an answer to an earlier call gives no second call for an appointment that was kept', () => {
    const appointments = new Appointments();
    appointments.answered(accepted, 0, 100, 1_000);
    appointments.began(1_100);
    appointments.answered(accepted, 50, 1_150, 0);
    expect(appointments.allowance(1_150)).toBe(0);
  });

  test('who is put off waits so long, and is banned by nobody', () => {
    const appointments = new Appointments();
    expect(appointments.answered(refused, 0, 100, 7_000)).toBe(7_000);
    expect(appointments.allowance(7_099)).toBe(0);
    expect(appointments.isRelay).toBe(true);
  });

  test('a ban without an appointment is a ban, and the gateway a relay as before', () => {
    const appointments = new Appointments();
    appointments.answered(accepted, 0, 100, 1_000);
    expect(appointments.answered(refused, 100, 200, null)).toBeNull();
    expect([appointments.isRelay, appointments.allowance(200)]).toEqual([true, null]);
  });

  test('what is not answered by the API gives none, whatever it says, and ends the last one', () => {
    const appointments = new Appointments();
    appointments.answered(accepted, 0, 100, 1_000);
    expect(appointments.answered(lost, 100, 200, 60_000)).toBeNull();
    expect([appointments.isRelay, appointments.allowance(200)]).toEqual([true, null]);
  });

  test('a gateway that answers without one is a relay no more', () => {
    const appointments = new Appointments();
    appointments.answered(accepted, 0, 100, 1_000);
    appointments.answered(rejected, 100, 200, null);
    expect([appointments.isRelay, appointments.allowance(200)]).toEqual([false, null]);
  });

  test('whoever refuses again and again with no time to wait is asked ever more rarely', () => {
    const appointments = new Appointments();
    let now = 0;
    let calls = 0;
    while (now < 10 * minute) {
      calls += 1;
      now += appointments.answered(refused, now, now, 0) ?? 0;
      now += 1;
    }
    expect(calls).toBeLessThanOrEqual(20);
    appointments.answered(accepted, now, now, 0);
    expect(appointments.answered(refused, now + 1, now + 2, 500)).toBe(500);
  });

  test('calls that were refused together count as one refusal', () => {
    const appointments = new Appointments();
    const waits = [1, 2, 3, 4, 5, 6].map((now) => appointments.answered(refused, 0, now, 200));
    expect(waits).toEqual([200, 200, 200, 200, 200, 200]);
  });

  test('a sleep of the PC brings it nearer, and other settings forget it', () => {
    const appointments = new Appointments();
    appointments.answered(accepted, 0, 0, 4 * minute);
    appointments.slept(1_000, 3 * minute);
    expect(appointments.wait(1_000)).toBe(minute - 1_000);
    appointments.forget();
    expect([appointments.isRelay, appointments.allowance(1_000)]).toEqual([false, null]);
  });

  test('who refuses two calls by turns, one always under way, is asked ever more rarely as well', () => {
    const appointments = new Appointments();
    // Of two calls one is always under way when the other is refused.
    const leftAt = [0, 1];
    let now = 50;
    let refusals = 0;
    for (; now < minute && refusals < 1_000; refusals += 1) {
      const turn = refusals % 2;
      const wait = appointments.answered(refused, leftAt[turn] ?? 0, now, 0) ?? 0;
      leftAt[turn] = now + wait;
      // The other one is answered when this one has left again.
      now = now + wait + 1;
    }
    expect(refusals).toBeLessThan(30);
  });
});
