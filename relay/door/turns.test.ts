import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setImmediate as aRound } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lineOf } from './lineOf.ts';
import { SenderGone, Turns } from './turns.ts';

function waiting() {
  const turns = new Turns();
  const order: string[] = [];
  const come = (line: string, name = line, sender = new EventEmitter()) =>
    turns.next(line, sender).then(() => void order.push(name));
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
  const turns = new Turns();
  const refused: string[] = [];
  for (let line = 0; line < 5; line += 1)
    for (let one = 0; one < 4_001; one += 1)
      void turns.next(`line ${line}`, new EventEmitter()).catch(() => refused.push(`line ${line}`));
  await Promise.resolve();
  expect(refused).toHaveLength(10_000);
  // Who comes alone goes all the same.
  await turns.next('another', new EventEmitter());
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

it.each([
  ['in a form', '/', 'v=2.0&app_key=till-1&sign=A'],
  ['in a query', '/router/rest?app_key=till-1&v=2.0', ''],
  [
    'in a multipart body',
    '/',
    '--b\r\nContent-Disposition: form-data; name="app_key"\r\n\r\ntill-1\r\n--b--\r\n',
  ],
])(
  'a call waits in the line of the key that it names %s, where that is one that has called, and else in that of its address',
  (_, url, body) => {
    const request = { raw: { url } as IncomingMessage, ip: '10.0.0.7' };
    expect(lineOf(request, body, (appKey) => appKey === 'till-1')).toBe('key till-1');
    expect(lineOf(request, body, () => false)).toBe('address 10.0.0.7');
  },
);
