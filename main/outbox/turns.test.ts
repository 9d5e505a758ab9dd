import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

/** Work that ends when the test says so. */
function work() {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const named = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve, reject) => {
      ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
    });
  };
  return { begun, ends, named };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('what is done to one thing waits for what was asked before, also when that failed', async () => {
  const turns = new Turns();
  const { begun, ends, named } = work();
  const first = turns.run('save', named('first'));
  const second = turns.run('save', named('second'));
  const third = turns.run('save', named('third'));
  await settle();
  expect(begun).toEqual(['first']);
  ends.get('first')?.(new Error('failed'));
  await expect(first).rejects.toThrow('failed');
  await settle();
  expect(begun).toEqual(['first', 'second']);
  ends.get('second')?.();
  expect(await second).toBe('second');
  await settle();
  ends.get('third')?.();
  expect(await third).toBe('third');
});

test('different things do not wait, and a thing that is free is begun at once', async () => {
  const turns = new Turns();
  const { begun, ends, named } = work();
  const one = turns.run('one', named('one'));
  void turns.run('other', named('other'));
  expect(begun).toEqual(['one', 'other']);
  ends.get('one')?.();
  await one;
  void turns.run('one', named('again'));
  expect(begun).toEqual(['one', 'other', 'again']);
});

test('the end of an earlier turn does not let a newcomer go past one that waits', async () => {
  const turns = new Turns();
  const { begun, ends, named } = work();
  const first = turns.run('save', named('first'));
  void turns.run('save', named('second'));
  ends.get('first')?.();
  await first;
  void turns.run('save', named('third'));
  await settle();
  expect(begun).toEqual(['first', 'second']);
});
