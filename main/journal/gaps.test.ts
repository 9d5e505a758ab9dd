import { expect, test } from 'vitest';
import { fillersFor } from './gaps.ts';

const COUNT = 2_000;

test('of ever so many gaps in the last flush each finds its place without a look at all the others', () => {
  let looks = 0;
  const damage = Array.from({ length: COUNT }, (_, at) => ({
    get from() {
      looks += 1;
      return at * 200 + 100;
    },
    to: at * 200 + 180,
  }));
  const gaps = Array.from({ length: COUNT }, (_, at) => ({
    first: 2 * at + 1,
    count: 1,
    from: at * 200 + 90,
    to: at * 200 + 190,
  }));
  const fillers = fillersFor(gaps, damage);
  expect(fillers.map(({ at }) => at)).toEqual(damage.map(({ from }) => from));
  expect(looks).toBeLessThan(10 * COUNT);
});
