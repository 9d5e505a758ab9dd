import { expect, test } from 'vitest';
import { FreeRoom } from './freeRoom.ts';

test('nobody waits for a disk: what it said last is told, and one that hangs is asked once', async () => {
  let asked = 0;
  let answer: (bytes: number) => void = () => {};
  const room = new FreeRoom('x', () => {
    asked += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  expect([room.take(), room.take(), asked]).toEqual([null, null, 1]);
  answer(5);
  await Promise.resolve();
  await Promise.resolve();
  expect([room.take(), asked]).toEqual([5, 2]);
});

test('a disk that does not say it any more is not known any more', async () => {
  const answers = [5, null];
  const room = new FreeRoom('x', async () => {
    const bytes = answers.shift() ?? null;
    if (bytes === null) throw new Error('EIO');
    return bytes;
  });
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  await rest();
  expect(room.take()).toBe(5);
  await rest();
  expect(room.take()).toBeNull();
});

test('a real folder has room', async () => {
  const room = new FreeRoom('.');
  await expect.poll(() => room.take()).toBeGreaterThan(0);
});
