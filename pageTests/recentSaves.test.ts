import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';

describe.skipIf(!hasChromium)('the latest saves', () => {
  const preview = givenPreview();
  const { page } = preview;

  test('show the newest one at the top, however many came before it', async () => {
    await preview.show();
    for (let number = 0; number < 12; number += 1) {
      await preview.till(`const { outbox } = memoryTill;
        outbox.add('r${number}', '{}', { mobile: '138****8000', name: '欧阳' }, Date.now())`);
      const first = '.recent-scroll > :first-child';
      await page.until(
        `document.querySelector('.recent-scroll')?.children.length === ${number + 1}`,
      );
      const hidden = `document.querySelector('.recent-scroll').getBoundingClientRect().top -
        document.querySelector('${first}').getBoundingClientRect().top`;
      expect(await page.evaluate<number>(hidden)).toBe(0);
    }
  });

  test.each([
    {},
    { zoom: 1.25 },
    { width: 1366 },
    { width: 1366, zoom: 1.25 },
    { width: 1920, height: 1080 },
  ])('are whole rows, wherever the list ends (%j)', async (look) => {
    await preview.show(look);
    await preview.till(`for (let number = 0; number < 20; number += 1)
      memoryTill.outbox.add('r' + number, '{}', { mobile: '138****8000', name: '欧阳' }, Date.now())`);
    await page.until(`document.querySelector('.recent-scroll')?.children.length === 20`);
    const cut = `(() => {
      const list = document.querySelector('.recent-scroll');
      const { bottom } = list.getBoundingClientRect();
      return [...list.children].map((row) => row.getBoundingClientRect())
        .filter((row) => row.top < bottom - 1 && row.bottom > bottom + 1).length;
    })()`;
    await page.until(`${cut} === 0`);
  });
});
