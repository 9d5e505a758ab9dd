import { describe, expect, test } from 'vitest';
import { gatewayAt, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
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
  const unknownSince = () => till.outbox.saves.find('1'.padStart(32, '0'))?.firstUnknownAt;
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
  expect(till.outbox.saves.counts.held).toBe(0);
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
  const unknown = till.outbox.saves.find('1'.padStart(32, '0'));
  if (unknown === undefined) throw new Error('no save');
  const staleness = new Staleness({ ...till, ...till.outbox });
  const ending = staleness.ending(staleness.departure(), begun);
  staleness.noted({ ...unknown, firstUnknownAt: null }, unknown, ending);
  till.clock.jump(-day);
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const login = { ...words, class: 'unreachable', mayHaveArrived: true } as const;
  staleness.learn(login, '', staleness.departure());
  expect(unknownSince()).toBe(begun);
  staleness.learn({ ...words, class: 'rejected' }, '', staleness.departure());
  expect(unknownSince()).toBe(begun - day);
  till.gatewayClock.forget();
  till.clock.jump(-day);
  staleness.learn({ ...words, class: 'rejected' }, '', staleness.departure());
  expect(unknownSince(), 'once the time is proved').toBe(begun - day);
});

test.each([
  ['before the day of the build is dated anew: it had no effect', 10 * day, 400 * day],
  ['by a clock that may be right stays as old as it was: the PC may have slept', -day, 0],
])(
  'where the clock is set ahead, the doubt of a call that was signed %s',
  async (_, build, later) => {
    const { till, begun, unknownSince } = await aheadOfTime();
    const unknown = till.outbox.saves.find('1'.padStart(32, '0'));
    if (unknown === undefined) throw new Error('no save');
    const staleness = new Staleness({ ...till, ...till.outbox, builtAt: begun + build });
    const ending = staleness.ending(staleness.departure(), begun);
    staleness.noted({ ...unknown, firstUnknownAt: null }, unknown, ending);
    till.clock.jump(400 * day);
    const rejected = { code: '', subCode: '', text: '', traceId: '', class: 'rejected' } as const;
    staleness.learn(rejected, '', staleness.departure());
    expect(unknownSince()).toBe(begun + later);
  },
);

test('what somebody’s word has put in doubt stays as it is where a clock is set ahead, though it stood before the build', async () => {
  const { till, begun, unknownSince } = await aheadOfTime();
  const unknown = till.outbox.saves.find('1'.padStart(32, '0'));
  if (unknown === undefined) throw new Error('no save');
  const staleness = new Staleness({ ...till, ...till.outbox, builtAt: begun + 10 * day });
  const { at, dated } = staleness.noteWord({ ...unknown, firstUnknownAt: null });
  dated({ ...unknown, firstUnknownAt: at });
  till.clock.jump(400 * day);
  const rejected = { code: '', subCode: '', text: '', traceId: '', class: 'rejected' } as const;
  staleness.learn(rejected, '', staleness.departure());
  expect(unknownSince()).toBe(begun);
});

describe('somebody’s word, while what a 31 has shown is not proved', () => {
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const rejected = { ...words, class: 'rejected' } as const;
  const refused = { ...words, class: 'clock', replay: false } as const;
  /** The gateway's clock is said to be a year ahead; the word is given about a save that may have taken effect. */
  const worded = async () => {
    const { till, begun, unknownSince } = await aheadOfTime();
    const save = till.outbox.saves.find('1'.padStart(32, '0'));
    if (save === undefined) throw new Error('no save');
    const staleness = new Staleness({ ...till, ...till.outbox });
    const shown = begun + 365 * day;
    staleness.learn(refused, new Date(shown).toUTCString(), staleness.departure());
    const word = staleness.noteWord({ ...save, firstUnknownAt: null });
    return { till, begun, shown, unknownSince, staleness, save, word };
  };

  test('is on the disk as old as by the till’s own clock, and known by what was shown', async () => {
    const { till, begun, shown, save, word } = await worded();
    expect(word.at).toBe(begun);
    const stored = { ...save, firstUnknownAt: word.at };
    const known = word.dated(stored);
    expect(known.firstUnknownAt).toBe(shown);
    expect(await till.outbox.delivery.holdUnreadable(known)).not.toBeNull();
    expect(till.state(1)?.firstUnknownAt).toBe(begun);
  });

  test('is dated by the time that is proved while it is being stored', async () => {
    const { till, shown, staleness, save, word } = await worded();
    const date = new Date(shown + minute).toUTCString();
    staleness.learn(rejected, date, staleness.departure());
    const known = word.dated({ ...save, firstUnknownAt: word.at });
    expect(known.firstUnknownAt).toBe(shown + minute);
    await till.outbox.delivery.holdUnreadable(known);
    expect(till.state(1)?.firstUnknownAt).toBe(shown + minute);
  });

  test('stays as old as on the disk where the PC sleeps meanwhile', async () => {
    const { staleness, save, word } = await worded();
    staleness.slept(false);
    staleness.slept(true);
    const stored = { ...save, firstUnknownAt: word.at };
    expect(word.dated(stored)).toBe(stored);
  });

  test('puts nothing in doubt that was in none', async () => {
    const { save, word } = await worded();
    const stored = { ...save, firstUnknownAt: null };
    expect(word.dated(stored)).toBe(stored);
  });
});

test('what was shown while a call was under way does not become the date of its doubt, wherever it has dated the save to', async () => {
  const { till, begun, unknownSince } = await aheadOfTime();
  const unknown = till.outbox.saves.find('1'.padStart(32, '0'));
  if (unknown === undefined) throw new Error('no save');
  const staleness = new Staleness({ ...till, ...till.outbox });
  const first = staleness.ending(staleness.departure(), begun);
  staleness.noted({ ...unknown, firstUnknownAt: null }, unknown, first);
  const again = staleness.ending(staleness.departure(), begun + minute);
  staleness.noted(unknown, { ...unknown, firstUnknownAt: begun - 400 * day }, again);
  till.clock.jump(11 * minute);
  const rejected = { code: '', subCode: '', text: '', traceId: '', class: 'rejected' } as const;
  staleness.learn(rejected, '', staleness.departure());
  expect(unknownSince()).toBe(begun);
});

describe('over a sleep, of whose length no clock of the till tells', () => {
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const accepted = { ...words, class: 'accepted', customerId: '7' } as const;
  const dateOf = (time: number) => new Date(time).toUTCString();

  async function aTill() {
    const till = await new ReplayTill().start();
    await till.register(1);
    await till.clock.pass(minute);
    const save = till.outbox.saves.find('1'.padStart(32, '0'));
    if (save === undefined) throw new Error('no save');
    return { till, save, staleness: new Staleness({ ...till, ...till.outbox }) };
  }

  test('a call that is under way while the PC sleeps is in doubt since it left', async () => {
    const { till, staleness } = await aTill();
    const left = staleness.departure();
    expect(left.at).toBe(till.clock.now());
    staleness.slept(true);
    till.clock.jump(31 * 60 * minute);
    expect(staleness.unknownSince(left)).toBe(left.at);
    till.clock.jump(-32 * 60 * minute);
    expect(staleness.unknownSince(left), 'nor later than now').toBe(till.clock.now());
    till.clock.jump(2 * 60 * minute);
    expect(staleness.unknownSince(staleness.departure())).toBe(till.clock.now());
  });

  test('the answer to a call from before it shows no time: it may be as old as the sleep was long', async () => {
    const { till, staleness } = await aTill();
    const left = staleness.departure();
    staleness.slept(true);
    staleness.learn(accepted, dateOf(till.clock.now()), left);
    expect(staleness.knownTime()).toBeNull();
    staleness.learn(accepted, dateOf(till.clock.now()), staleness.departure());
    expect(staleness.knownTime()).not.toBeNull();
  });

  test('a doubt of a call from before it is not dated anew by what the till counts since', async () => {
    const { till, save, staleness } = await aTill();
    const left = staleness.departure();
    staleness.slept(true);
    const unknown = { ...save, firstUnknownAt: left.at };
    expect(staleness.noted(save, unknown, staleness.ending(left, left.at))).toBe(unknown);
    staleness.learn(accepted, dateOf(till.clock.now() + day), staleness.departure());
    const again = staleness.ending(staleness.departure(), till.clock.now());
    expect(staleness.noted(unknown, unknown, again)).toBe(unknown);
  });
});

test('a save is not sent that has grown stale while it was being marked, and is held', async () => {
  const till = new ReplayTill();
  await till.start();
  till.answer = () => lostAnswer;
  await till.register(1);
  await till.clock.pass(0);
  expect(till.sent).toHaveLength(1);
  let release = () => {};
  const marking = new Promise<void>((resolve) => {
    release = resolve;
  });
  const put = till.store.put.bind(till.store);
  till.store.put = async (save) => {
    if (save.state === 'sending') await marking;
    return put(save);
  };
  await till.clock.pass(minute);
  expect(till.outbox.saves.find('1'.padStart(32, '0'))?.state).toBe('sending');
  till.replayer.wake('suspend');
  till.clock.jump(31 * 60 * minute);
  till.replayer.wake('resume');
  release();
  await till.clock.pass(minute);
  expect(till.sent).toHaveLength(1);
  expect(till.outbox.saves.find('1'.padStart(32, '0'))).toMatchObject({
    state: 'held',
    heldReason: 'stale',
  });
});

test('the time that is shown while an answer is being stored dates that save as well', async () => {
  const till = await new ReplayTill().start();
  const id = (number: number) => String(number).padStart(32, '0');
  const year = 365 * day;
  const atGateway = gatewayAt(till, till.clock.now() + year);
  till.answer = (requestId) => (requestId === id(1) ? lostAnswer : atGateway());
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const put = till.store.put.bind(till.store);
  await till.register(1);
  till.store.put = async (save) => {
    if (save.requestId === id(1) && save.state === 'pending') await held;
    return put(save);
  };
  await till.clock.pass(0);
  await till.register(2);
  await till.clock.pass(minute);
  expect(till.outbox.saves.find(id(2))?.state).toBe('accepted');
  release();
  await till.clock.pass(0);
  const since = till.outbox.saves.find(id(1))?.firstUnknownAt;
  expect(inSeconds(since)).toBe(inSeconds(till.clock.now() + year - minute));
  expect(till.outbox.saves.counts.held).toBe(0);
});
