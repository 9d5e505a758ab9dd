import { expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PersonQueue } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';
import { accepted, down as silence, words } from './gateSteps.fixture.ts';
import { SilentSaves } from './silentSaves.ts';

const refused: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };

const nobody = () => false;

/** A queue of so many people's saves, and who would ask next. */
function queueOf(people: number) {
  const queue = new PersonQueue();
  for (let sequence = 1; sequence <= people; sequence += 1) {
    queue.put(aSave({ sequence, identityKeys: [`m${sequence}`] }));
  }
  const silent = new SilentSaves();
  const next = (answeredSince = 0, dueIn: (save: Save) => number = () => 0, fresh: number[] = []) =>
    silent.nextProbe(queue, fresh, dueIn, answeredSince, nobody).ready[0]?.sequence;
  return { queue, silent, next };
}

test('a silence is one save’s own where it comes again after a call that left later was answered', () => {
  const silent = new SilentSaves();
  expect(silent.isOwn(1, silence, 50)).toBe(false);
  silent.met(1, silence, 100);
  expect(silent.isOwn(1, silence, 100)).toBe(false);
  expect(silent.isOwn(1, silence, 101)).toBe(true);
  expect(silent.isOwn(2, silence, 101)).toBe(false);
  for (const other of [accepted, refused]) expect(silent.isOwn(1, other, 101)).toBe(false);
});

test('what was answered, is finished, or went another way before is suspected no longer', () => {
  const ends = [
    (silent: SilentSaves) => silent.met(1, accepted, 150),
    (silent: SilentSaves) => silent.left(1),
    (silent: SilentSaves) => silent.clear(),
  ];
  for (const end of ends) {
    const silent = new SilentSaves();
    silent.met(1, silence, 100);
    silent.met(1, refused, 120);
    expect(silent.isOwn(1, silence, 110)).toBe(true);
    end(silent);
    expect(silent.isOwn(1, silence, 1_000)).toBe(false);
  }
});

test('a silent gateway is asked with one save after the other, then with the one that asked longest ago', () => {
  const { silent, next } = queueOf(3);
  const asked: (number | undefined)[] = [];
  for (let now = 1; now <= 7; now += 1) {
    const sequence = next();
    asked.push(sequence);
    silent.met(sequence ?? 0, silence, now);
  }
  expect(asked).toEqual([1, 2, 3, 1, 2, 3, 1]);
});

test('one that cannot be reached is asked with the same one again and again: nobody comes into doubt', () => {
  const { silent, next } = queueOf(3);
  silent.met(next() ?? 0, refused, 1);
  expect(next()).toBe(1);
});

test('24 of the backlog come into doubt by asking, until something is heard', () => {
  const { queue, silent, next } = queueOf(60);
  const ask = (from: number, until: number, answeredSince: number) => {
    const asked = new Set<number | undefined>();
    for (let now = from; now < until; now += 1) {
      const sequence = next(answeredSince);
      asked.add(sequence);
      silent.met(sequence ?? 0, silence, now);
    }
    return asked;
  };
  expect(ask(1, 1_000, 0)).toEqual(new Set(Array.from({ length: 24 }, (_, index) => index + 1)));
  expect(next(0, undefined, [50])).toBe(50);
  expect(next(1_000)).toBe(25);
  for (const save of [...queue.values()].slice(0, 10)) queue.remove(save);
  expect(next(0)).toBe(25);
});

test('a proxy that falls silent after the password is asked with one and the same save, until something else is heard', () => {
  const { silent, next } = queueOf(3);
  const atProxy: Outcome = { ...silence, code: 'transport.proxy_auth_silent' };
  for (let now = 1; now <= 30; now += 1) {
    expect(next(0, undefined, now === 1 ? [3] : [2])).toBe(3);
    silent.met(3, atProxy, now);
    // Where it does not even ask for the password, nothing else is heard.
    silent.met(3, refused, now);
  }
  expect(next(0)).toBe(3);
  silent.met(3, silence, 31);
  expect(next(0)).toBe(1);
});

test('a silent proxy is asked by the next one where the first is in doubt for too long, or is gone', () => {
  const { queue, silent, next } = queueOf(3);
  silent.met(1, { ...silence, code: 'transport.proxy_auth_silent' }, 1);
  expect(next(0)).toBe(1);
  const isStale = ({ sequence }: Save) => sequence === 1;
  const dueIn = (save: Save) => (isStale(save) ? 60_000 : 0);
  expect(silent.nextProbe(queue, [], dueIn, 0, isStale).ready[0]?.sequence).toBe(2);
  for (const save of [...queue.values()].slice(0, 1)) queue.remove(save);
  expect(next(0)).toBe(2);
});

test('whoever waits for a time of its own asks nobody before', () => {
  const { silent, next } = queueOf(2);
  silent.met(1, silence, 1);
  silent.met(2, silence, 2);
  expect(next(0, ({ sequence }) => (sequence === 1 ? 60_000 : 0))).toBe(2);
  expect(next(0, () => 60_000)).toBeUndefined();
});

test.each([
  ['is too busy', { ...words, class: 'later' }],
  ['says what nobody knows', { ...words, class: 'unknown' }],
  ['calls each sign a repeated one', { ...words, class: 'clock', replay: true }],
] as const satisfies [string, Outcome][])(
  'a platform that %s is asked like a silent one: 24 of the backlog, one after the other',
  (_name, busy) => {
    const { silent, next } = queueOf(60);
    const asked: (number | undefined)[] = [];
    for (let now = 1; now <= 26; now += 1) {
      const sequence = next(0);
      asked.push(sequence);
      silent.met(sequence ?? 0, busy, now);
    }
    expect(asked).toEqual([...Array.from({ length: 24 }, (_, index) => index + 1), 1, 2]);
  },
);

test('while 24 wait for times of their own nobody of the backlog is asked in their place', () => {
  const busy: Outcome = { ...words, class: 'later' };
  const { queue, silent, next } = queueOf(60);
  for (let sequence = 1; sequence <= 23; sequence += 1) silent.met(sequence, busy, sequence);
  const waiting = ({ sequence }: Save) => (sequence <= 24 ? 1_000 + sequence : 0);
  expect(next(0, waiting)).toBe(25);
  silent.met(24, busy, 24);
  expect(silent.nextProbe(queue, [], waiting, 0, nobody)).toEqual({ ready: [], nextDueIn: 1_001 });
  expect(next(0, waiting, [50])).toBe(50);
  const dueNext = (save: Save) => (save.sequence === 50 ? 70 : waiting(save));
  expect(silent.nextProbe(queue, [50], dueNext, 0, nobody)).toEqual({ ready: [], nextDueIn: 70 });
});

test('a refusal takes nobody’s place among the 24: the doubt of before stays', () => {
  const { silent, next } = queueOf(60);
  for (let sequence = 1; sequence <= 24; sequence += 1) silent.met(sequence, silence, sequence);
  silent.met(1, { ...words, class: 'rejected' }, 25);
  expect(next(0)).toBe(2);
  expect(silent.isOwn(1, silence, 30)).toBe(false);
  silent.met(40, { ...words, class: 'rejected' }, 26);
  silent.met(2, accepted, 27);
  expect(next(0)).toBe(2);
});

test('a busy platform makes no silence after it one save’s own', () => {
  const silent = new SilentSaves();
  silent.met(1, { ...words, class: 'later' }, 100);
  expect(silent.isOwn(1, silence, 150)).toBe(false);
  silent.met(1, silence, 200);
  expect(silent.isOwn(1, silence, 250)).toBe(true);
});

test('whoever is in doubt for too long to ask again leaves its place to somebody else, one for one', () => {
  const { queue, silent } = queueOf(60);
  for (let sequence = 1; sequence <= 24; sequence += 1) silent.met(sequence, silence, sequence);
  const stale = new Set([3, 7]);
  const isStale = ({ sequence }: Save) => stale.has(sequence);
  const dueIn = (save: Save) => (isStale(save) ? 600_000 : 0);
  const asked: (number | undefined)[] = [];
  for (let now = 25; now <= 29; now += 1) {
    const sequence = silent.nextProbe(queue, [], dueIn, 0, isStale).ready[0]?.sequence;
    asked.push(sequence);
    silent.met(sequence ?? 0, silence, now);
  }
  expect(asked).toEqual([25, 26, 1, 2, 4]);
});
