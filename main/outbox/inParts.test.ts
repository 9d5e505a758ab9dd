import { expect, test } from 'vitest';
import { inParts } from './inParts.ts';

const items = Array.from({ length: 1_000 }, (_, index) => index);

test('of a whole queue only a part is stored at a time, and every item in its turn', async () => {
  let running = 0;
  let most = 0;
  const results = await inParts(items, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return item;
  });
  expect(results).toEqual(items);
  expect(most).toBe(256);
});

test('a part that ends it is the last one', async () => {
  const results = await inParts(
    items,
    async (item) => item,
    (item) => item === 300,
  );
  expect(results).toEqual(items.slice(0, 512));
});
