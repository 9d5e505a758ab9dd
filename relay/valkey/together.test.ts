import { expect, test } from 'vitest';
import { Together } from './together.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked in one turn of the loop is asked in one round, and each is given its own answer', async () => {
  const rounds: (readonly number[])[] = [];
  const together = new Together(async (numbers: readonly number[]) => {
    rounds.push(numbers);
    return numbers.map((number) => number * 2);
  });
  expect(await Promise.all([1, 2, 3].map((number) => together.ask(number)))).toEqual([2, 4, 6]);
  expect(await together.ask(4)).toBe(8);
  expect(rounds).toEqual([[1, 2, 3], [4]]);
});

test('no round has more than thirty-two, however many are asked', async () => {
  const rounds: number[] = [];
  const together = new Together(async (numbers: readonly number[]) => {
    rounds.push(numbers.length);
    return numbers;
  });
  const numbers = Array.from({ length: 70 }, (_, index) => index);
  expect(await Promise.all(numbers.map((number) => together.ask(number)))).toEqual(numbers);
  expect(rounds).toEqual([32, 32, 6]);
});

test('what is asked while a round is under way is asked together once that is answered, also where it fails', async () => {
  const rounds: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const together = new Together(async (numbers: readonly number[]) => {
    rounds.push(numbers);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (numbers.includes(1)) throw new Error('no round');
    return numbers;
  });
  const first = together.ask(1);
  await turn();
  const asked = [together.ask(2)];
  await turn();
  asked.push(together.ask(3));
  await turn();
  expect(rounds).toEqual([[1]]);
  ends[0]?.();
  await expect(first).rejects.toThrow('no round');
  asked.push(together.ask(4));
  await turn();
  expect(rounds).toEqual([[1], [2, 3, 4]]);
  ends[1]?.();
  expect(await Promise.all(asked)).toEqual([2, 3, 4]);
});

test('a round that fails fails for those in it alone', async () => {
  const together = new Together(async (numbers: readonly number[]) => {
    if (numbers.includes(0)) throw new Error('no round');
    return numbers;
  });
  const failed = await Promise.allSettled([together.ask(0), together.ask(1)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await together.ask(2)).toBe(2);
});
