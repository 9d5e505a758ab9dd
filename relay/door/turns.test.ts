import { setImmediate as aRound } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lineOf } from './lineOf.ts';
import { Turns } from './turns.ts';

function waiting() {
  const turns = new Turns();
  const order: string[] = [];
  const come = (line: string, name = line) => void turns.next(line).then(() => order.push(name));
  return { order, come };
}

it('whoever comes alone goes at once, and of each line one call goes in each round, in their order', async () => {
  const { order, come } = waiting();
  for (const name of ['a1', 'a2', 'a3']) come('a', name);
  come('b', 'b1');
  await Promise.resolve();
  expect(order).toEqual(['a1', 'b1']);
  await aRound();
  expect(order).toEqual(['a1', 'b1', 'a2']);
  come('c', 'c1');
  await Promise.resolve();
  expect(order).toEqual(['a1', 'b1', 'a2', 'c1']);
  await aRound();
  expect(order).toEqual(['a1', 'b1', 'a2', 'c1', 'a3']);
});

it('all who wait have their turn, and no more than 2,000 are kept waiting: the next goes at once', async () => {
  const { order, come } = waiting();
  for (let one = 0; one < 2_002; one += 1) come('a', `a${one}`);
  await Promise.resolve();
  expect(order).toEqual(['a0', 'a2001']);
  while (order.length < 2_002) await aRound();
  expect(order.at(-1)).toBe('a2000');
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
  'a call waits in the line of the key that it names %s, where that is one that has called',
  (_, url, body) => {
    expect(lineOf(url, body, (appKey) => appKey === 'till-1')).toBe('till-1');
    expect(lineOf(url, body, () => false)).toBe('');
  },
);
