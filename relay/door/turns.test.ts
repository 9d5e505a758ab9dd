import { EventEmitter } from 'node:events';
import { setImmediate as aRound } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Line } from './lineOf.ts';
import { Turns } from './turns.ts';
import { SenderGone } from './waitingLine.ts';

/** The line of a key that has called before. */
const heard = (of: string): Line => ({ isHeard: true, of });

let now = 0;
const newTurns = () => new Turns(() => now);

function waiting() {
  const turns = newTurns();
  const order: string[] = [];
  const come = (line: string | Line, name?: string, sender = new EventEmitter()) => {
    const full = typeof line === 'string' ? heard(line) : line;
    return turns.next(full, sender).then(() => void order.push(name ?? full.of));
  };
  return { order, come };
}

it('whoever comes alone goes at once, and of each line one call goes in each round, in their order', async () => {
  const { order, come } = waiting();
  for (const name of ['a1', 'a2', 'a3']) void come('a', name);
  void come('b', 'b1');
  await Promise.resolve();
  expect(order).toEqual(['a1', 'b1']);
  await aRound();
  expect(order).toEqual(['a1', 'b1', 'a2']);
  void come('c', 'c1');
  await Promise.resolve();
  expect(order).toEqual(['a1', 'b1', 'a2', 'c1']);
  await aRound();
  expect(order).toEqual(['a1', 'b1', 'a2', 'c1', 'a3']);
});

it('no more than four thousand wait in a line: the next is refused, and no other line is held up', async () => {
  const { order, come } = waiting();
  const refused: string[] = [];
  for (let one = 0; one < 9_800; one += 1)
    void come('a', `a${one}`).catch(() => refused.push(`a${one}`));
  void come('b', 'b1');
  await aRound();
  expect(order.slice(0, 2)).toEqual(['a0', 'b1']);
  expect(refused).toHaveLength(5_799);
  while (order.length < 4_002) await aRound();
  expect(order.at(-1)).toBe('a4000');
});

it('nor more than ten thousand in all lines together', async () => {
  const turns = newTurns();
  const refused: string[] = [];
  for (let line = 0; line < 5; line += 1)
    for (let one = 0; one < 4_001; one += 1)
      void turns
        .next(heard(`line ${line}`), new EventEmitter())
        .catch(() => refused.push(`line ${line}`));
  await Promise.resolve();
  expect(refused).toHaveLength(10_000);
  // Who comes alone goes all the same.
  await turns.next(heard('another'), new EventEmitter());
});

it('whoever is gone leaves his line at once, which has a place more then, and nobody of it is held up', async () => {
  const { order, come } = waiting();
  const gone = new EventEmitter().setMaxListeners(0);
  const refused: unknown[] = [];
  void come('a', 'a0');
  for (let one = 1; one <= 4_000; one += 1)
    void come('a', `gone ${one}`, gone).catch((error) => refused.push(error));
  gone.emit('close');
  for (let one = 1; one <= 4_000; one += 1) void come('a', `a${one}`);
  await aRound();
  expect(order).toEqual(['a0', 'a1']);
  expect(refused).toHaveLength(4_000);
  expect(new Set(refused.map((error) => error instanceof SenderGone))).toEqual(new Set([true]));
});

it('whoever has had a turn is not asked for again when the connection ends', async () => {
  const { order, come } = waiting();
  const sender = new EventEmitter();
  void come('a', 'a0');
  void come('a', 'a1', sender);
  await aRound();
  expect(order).toEqual(['a0', 'a1']);
  expect(sender.listenerCount('close')).toBe(0);
});

/** Of whom nobody knows who they are. */
const strangers = (of: string): Line => ({ isHeard: false, of });
const ROUNDS = 8;
const rounds = async (count: number) => {
  for (let one = 0; one < count; one += 1) await aRound();
};

it('of all strangers together one call goes in eight rounds, however many networks they have, and a key’s in the same round', async () => {
  const { order, come } = waiting();
  for (let one = 0; one < 1_000; one += 1)
    void come(strangers(`network ${one}`), `stranger ${one}`);
  await Promise.resolve();
  expect(order).toEqual(['stranger 0']);
  await rounds(ROUNDS * 3);
  expect(order).toEqual(['stranger 0', 'stranger 1', 'stranger 2', 'stranger 3']);
  void come('a', 'a1');
  await Promise.resolve();
  expect(order.at(-1)).toBe('a1');
});

it('where rounds are long strangers have a turn each 25 ms, and no more than four in one round', async () => {
  const { order, come } = waiting();
  for (let one = 0; one < 100; one += 1) void come(strangers('m'), `stranger ${one}`);
  const wentIn = async (milliseconds: number) => {
    const before = order.length;
    now += milliseconds;
    await aRound();
    return order.length - before;
  };
  expect(await wentIn(24)).toBe(1);
  expect(await wentIn(1)).toBe(1);
  expect(await wentIn(50)).toBe(2);
  expect(await wentIn(5_000)).toBe(4);
  expect(await wentIn(0)).toBe(0);
});

it('a stranger who comes alone goes at once, and the turn goes around the networks: one call of each', async () => {
  const { order, come } = waiting();
  for (const name of ['m1', 'm2', 'm3', 'm4']) void come(strangers('m'), name);
  for (const name of ['n1', 'n2']) void come(strangers('n'), name);
  await Promise.resolve();
  expect(order).toEqual(['m1']);
  await rounds(ROUNDS * 2);
  void come(strangers('o'), 'o1');
  await rounds(ROUNDS * 4);
  expect(order).toEqual(['m1', 'm2', 'n1', 'm3', 'n2', 'o1', 'm4'].slice(0, order.length));
  await rounds(ROUNDS);
  expect(order).toHaveLength(7);
  await rounds(ROUNDS);
  void come(strangers('p'), 'p1');
  await Promise.resolve();
  expect(order.at(-1)).toBe('p1');
});

it.each([
  [1, 4_000],
  [2, 4_800],
  [100, 5_900],
])(
  'of %i networks that send without an end no more than %i strangers wait, so that one of another network still has a place, and whoever is heard',
  async (networks, most) => {
    const turns = newTurns();
    const refused: unknown[] = [];
    let came = 0;
    const come = (line: Line) => {
      came += 1;
      return turns.next(line, new EventEmitter()).catch((error) => refused.push(error));
    };
    for (let one = 0; one < 12_000 / networks; one += 1)
      for (let network = 0; network < networks; network += 1) void come(strangers(`n${network}`));
    await Promise.resolve();
    const waiting = came - 1 - refused.length;
    expect(waiting).toBeLessThanOrEqual(most + networks);
    expect(waiting).toBeGreaterThan(most - 100);
    const before = refused.length;
    void come(strangers('another'));
    for (let one = 0; one < 4_001; one += 1) void come(heard('key'));
    await Promise.resolve();
    expect(refused).toHaveLength(before);
  },
);

it('strangers who are gone leave their places, and no line of theirs has a turn', async () => {
  const { order, come } = waiting();
  const gone = new EventEmitter().setMaxListeners(0);
  void come(strangers('first'));
  for (let one = 0; one < 6_000; one += 1)
    void come(strangers(`network ${one}`), 'gone', gone).catch(() => undefined);
  gone.emit('close');
  for (let one = 0; one < 6_000; one += 1)
    void come(strangers(`network ${one}`), `stranger ${one}`);
  await rounds(ROUNDS + 1);
  expect(order).toEqual(['first', 'stranger 0']);
});
