import { describe, expect, test } from 'vitest';
import { GatewayClock } from './gatewayClock.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const header = (at: number) => new Date(at).toUTCString();

describe('the gateway clock', () => {
  test('is the till clock until an answer has shown otherwise', () => {
    expect(
      new GatewayClock(
        () => NOON,
        () => 0,
      ).now(),
    ).toBe(NOON);
  });

  test('follows the Date header of a gateway that is a year ahead', () => {
    const clock = new GatewayClock(
      () => NOON,
      () => 0,
    );
    clock.learn(header(NOON + 31_536_000_000));
    expect(clock.now()).toBe(NOON + 31_536_000_000);
  });

  test('forgets the offset when the till clock is set right', () => {
    let till = NOON - 3_600_000;
    const clock = new GatewayClock(
      () => till,
      () => 0,
    );
    clock.learn(header(NOON));
    expect(clock.offset).toBe(3_600_000);
    till = NOON;
    clock.learn(header(NOON));
    expect(clock.offset).toBe(0);
  });

  test('goes on through a jump of the till clock once it is known, and asks it again after a sleep', () => {
    let till = NOON;
    let monotonic = 0;
    const clock = new GatewayClock(
      () => till,
      () => monotonic,
    );
    clock.learn(header(NOON));
    till += 86_400_000;
    monotonic += 5_000;
    expect(clock.now()).toBe(NOON + 5_000);
    expect(clock.offset).toBe(5_000 - 86_400_000);
    clock.forget();
    expect(clock.now()).toBe(till);
  });

  test.each([
    'Sat, 13 Sep 275760 00:00:00 GMT',
    '+010000-01-01T00:00:00Z',
    '-271821-04-20T00:00:00Z',
  ])('follows no Date of a year that no timestamp can name: %s', (date) => {
    const clock = new GatewayClock(
      () => NOON,
      () => 0,
    );
    expect(clock.learn(date)).toBe(false);
    expect(clock.now()).toBe(NOON);
  });

  test('does not follow the one-second steps of the header', () => {
    const clock = new GatewayClock(
      () => NOON + 999,
      () => 0,
    );
    clock.learn(header(NOON));
    expect(clock.offset).toBe(0);
  });

  test.each([
    [2_000, 0],
    [-2_000, 0],
    [3_000, 3_000],
    [-3_000, -3_000],
  ])('a Date that is %i ms off the till’s clock is a difference of %i ms', (ahead, offset) => {
    const clock = new GatewayClock(
      () => NOON,
      () => 0,
    );
    clock.learn(header(NOON + ahead));
    expect(clock.offset).toBe(offset);
    expect(clock.now()).toBe(NOON + offset);
  });

  test('what is known goes on by itself while each Date agrees with it, and follows one that does not', () => {
    let monotonic = 0;
    const clock = new GatewayClock(
      () => NOON,
      () => monotonic,
    );
    clock.learn(header(NOON + 3_600_000));
    monotonic = 10_500;
    clock.learn(header(NOON + 3_610_000));
    expect(clock.now()).toBe(NOON + 3_610_500);
    clock.learn(header(NOON + 3_613_000));
    expect(clock.now()).toBe(NOON + 3_613_000);
  });

  test('a Date of whole seconds is held against the till’s milliseconds', () => {
    const clock = new GatewayClock(
      () => NOON + 50,
      () => 0,
    );
    expect(clock.learn(header(NOON - 2_000))).toBe(true);
    expect(clock.offset).toBe(-2_050);
  });

  test('a time that is taken counts only while nothing is known', () => {
    const clock = new GatewayClock(
      () => NOON,
      () => 0,
    );
    clock.take(NOON + 60_000);
    clock.take(NOON + 90_000);
    expect(clock.now()).toBe(NOON + 60_000);
  });

  test.each([undefined, '', 'yesterday'])('ignores a header that is no date: %s', (text) => {
    const clock = new GatewayClock(
      () => NOON,
      () => 0,
    );
    expect(clock.learn(text)).toBe(false);
    expect(clock.offset).toBe(0);
  });
});
