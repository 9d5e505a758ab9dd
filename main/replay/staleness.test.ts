import { expect, test } from 'vitest';
import { gatewayAt, lostAnswer, ReplayTill } from '../testing/replayTill.ts';
import { Staleness } from './staleness.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What a `Date` header can show, whichever part of its second it was. */
const inSeconds = (time: number | null | undefined) => Math.round((time ?? Number.NaN) / 1_000);

/** A till whose own clock is three days ahead, and which has a save of unknown outcome by it. */
async function aheadOfTime() {
  const till = await new ReplayTill().start();
  const begun = till.clock.now();
  const atGateway = gatewayAt(till, begun - 3 * day);
  till.answer = () => lostAnswer;
  await till.register(1);
  await till.clock.pass(0);
  const answerOthers = () => {
    till.answer = (id) => (id.endsWith('1') ? lostAnswer : atGateway());
  };
  const unknownSince = () => till.outbox.find('1'.padStart(32, '0'))?.firstUnknownAt;
  return { till, begun, answerOthers, unknownSince };
}

test('what was unknown by a clock that nobody had confirmed is dated anew by the gateway’s', async () => {
  const { till, begun, answerOthers, unknownSince } = await aheadOfTime();
  expect(unknownSince()).toBe(begun);
  answerOthers();
  await till.register(2);
  await till.clock.pass(20 * minute);
  expect(inSeconds(till.replayer.knownTime())).toBe(inSeconds(begun - 3 * day + 20 * minute));
  expect(inSeconds(unknownSince())).toBe(inSeconds(begun - 3 * day));
  expect(till.outbox.counts.held).toBe(0);
});

test('after a sleep nobody knows the time until the next answer; a doubt that was dated ahead counts from the next call', async () => {
  const { till, begun, answerOthers, unknownSince } = await aheadOfTime();
  await till.clock.pass(60 * minute);
  till.replayer.wake('resume');
  answerOthers();
  await till.register(2);
  await till.clock.pass(20 * minute);
  const awake = begun - 3 * day + 60 * minute;
  expect(unknownSince(), 'the time that it slept is nobody’s to count').toBeGreaterThan(
    awake - minute,
  );
  expect(till.replayer.knownTime()).not.toBeNull();
  till.replayer.wake('resume');
  expect(till.replayer.knownTime()).toBeNull();
});

test('an answer that shows no time dates nothing anew, whatever the till’s own clock does', async () => {
  const { till, begun, unknownSince } = await aheadOfTime();
  const unknown = till.outbox.find('1'.padStart(32, '0'));
  if (unknown === undefined) throw new Error('no save');
  const staleness = new Staleness(till);
  staleness.note({ ...unknown, firstUnknownAt: null }, unknown, till.clock.monotonic());
  till.clock.jump(day);
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const login = { ...words, class: 'unreachable', mayHaveArrived: true } as const;
  staleness.learn(login, '', till.clock.now(), 0);
  expect(unknownSince()).toBe(begun);
  staleness.learn({ ...words, class: 'rejected' }, '', till.clock.now(), 0);
  expect(unknownSince()).toBe(begun + day);
  till.gatewayClock.forget();
  till.clock.jump(day);
  staleness.learn({ ...words, class: 'rejected' }, '', till.clock.now(), 0);
  expect(unknownSince(), 'once the time is proved').toBe(begun + day);
});
