import { expect, test } from 'vitest';
import { pageWorld } from '../../testing/tills/pageWorld.ts';

test('a page that is asked twice whether what was typed is kept answers both with the later question', async () => {
  const { page } = pageWorld();
  page.show('front');
  const [first, second] = [page.keepTyped(), page.keepTyped()];
  page.toldKept(1, true);
  page.toldKept(2, false);
  expect(await Promise.all([first, second])).toEqual([false, false]);
  const third = page.keepTyped();
  page.toldKept(3, true);
  expect(await third).toBe(true);
});

test('where no page is there, or it goes, nothing more is lost with it', async () => {
  const { page } = pageWorld();
  expect(await page.keepTyped()).toBe(true);
  page.show('front');
  const asked = page.keepTyped();
  page.end();
  expect(await asked).toBe(true);
});
