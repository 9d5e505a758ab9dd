import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { openOverview } from './states/managerOverview.ts';
import { shown } from './states/steps.ts';

const CHARTS = `document.querySelectorAll('[data-testid=chart-area] svg').length`;

/** The cells of a figure's table, row by row, whether it is in sight or not. */
const cellsOf = (figure: string) => `[...document.querySelectorAll('[data-testid=${figure}] tr')]
  .map((row) => [...row.cells].map(({ textContent }) => textContent))`;

describe.skipIf(!hasChromium)('the overview of the manager', () => {
  const preview = givenPreview();
  const { page } = preview;

  test('has the same numbers in sight as a table, by a press of a key, and as a chart again', async () => {
    await preview.show();
    await openOverview(page, preview);
    const figures = ['hours', 'states', 'operators', 'waits', 'outages'];
    const hidden = [];
    for (const name of figures) hidden.push(await page.evaluate(cellsOf(`overview-${name}`)));
    await page.focus('overview-view');
    await page.press('Space');
    await shown(page, 'overview-hours-rows');
    expect(await page.evaluate(CHARTS)).toBe(0);
    for (const [at, name] of figures.entries())
      expect(await page.evaluate(cellsOf(`overview-${name}`))).toEqual(hidden[at]);
    expect(await page.focused()).toBe('overview-view');
    await page.press('Space');
    await page.until(`${CHARTS} === 5`);
    expect(preview.complaints).toEqual([]);
  });

  test('has a real table for whoever has the page read out, also in a strip, and tells nobody of the drawing', async () => {
    await preview.show({ width: 420 });
    await openOverview(page, preview);
    expect(
      await page.evaluate(`document.querySelectorAll('.chart-figure table[aria-label]').length`),
    ).toBe(5);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('[data-testid=chart-area]')].every((area) => area.closest('[aria-hidden=true]'))`,
      ),
    ).toBe(true);
  });

  test('follows the window’s width and the theme, and nothing of it moves', async () => {
    await preview.show();
    await openOverview(page, preview);
    const look = () =>
      page.evaluate<{ width: number; fill: string }>(`(() => {
        const svg = document.querySelector('[data-testid=overview-hours] svg');
        const text = svg.querySelector('text');
        return { width: Number(svg.getAttribute('width')), fill: getComputedStyle(text).fill };
      })()`);
    const before = await look();
    await preview.lookAt({ width: 800, dark: true });
    await page.until(
      `Number(document.querySelector('[data-testid=overview-hours] svg').getAttribute('width')) < ${before.width}`,
    );
    expect((await look()).fill).not.toBe(before.fill);
    expect(
      await page.evaluate(`document.querySelectorAll('.overview animate, .overview style').length`),
    ).toBe(0);
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });

  test('draws a line where each wait is written, so that a point is read off it', async () => {
    await preview.show();
    await openOverview(page, preview);
    const [written, lines] = await page.evaluate<[number[], number[]]>(`(() => {
      const svg = document.querySelector('[data-testid=overview-waits] svg');
      const middle = (element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return (top + bottom) / 2;
      };
      const words = [...svg.querySelectorAll('text')]
        .filter(({ textContent }) => /^\\d+(秒|分钟|小时|天)$/.test(textContent));
      const flat = [...svg.querySelectorAll('path')].filter((path) => {
        const { width, height } = path.getBoundingClientRect();
        return height < 2 && width > svg.getBoundingClientRect().width / 2;
      });
      return [words.map(middle), flat.map(middle)];
    })()`);
    expect(written).toHaveLength(8);
    for (const height of written)
      expect(lines.some((line) => Math.abs(line - height) < 3)).toBe(true);
    expect(new Set(lines.map(Math.round)).size).toBe(8);
  });

  test('tells the numbers of a day under a pointer without a word of HTML', async () => {
    await preview.show();
    await openOverview(page, preview);
    const before = await page.evaluate<number>(
      `document.querySelectorAll('.overview *:not(svg *)').length`,
    );
    await page.evaluate(`document.querySelector('[data-testid=overview-states]').scrollIntoView()`);
    const [x, y] = await page.evaluate<[number, number]>(`(() => {
      const box = document.querySelector('[data-testid=overview-states] svg').getBoundingClientRect();
      return [box.x + box.width / 2, box.y + 60];
    })()`);
    await page.browser.call('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    await page.until(
      `[...document.querySelectorAll('[data-testid=overview-states] svg text')].filter(({ textContent }) => textContent === '已入会').length === 2`,
    );
    expect(await page.evaluate(`document.querySelectorAll('.overview *:not(svg *)').length`)).toBe(
      before,
    );
    expect(preview.complaints).toEqual([]);
  });

  test('is read anew when somebody wishes it', async () => {
    await preview.show();
    await openOverview(page, preview);
    await preview.till('memoryTill.manager.overview.outages = []');
    await page.click('overview-again');
    await page.until(`${CHARTS} === 4`);
    await shown(page, 'overview-outages-rows-empty');
  });

  test('leaves nothing behind when another section is shown', async () => {
    await preview.show();
    await openOverview(page, preview);
    await page.click('manager-audit');
    await shown(page, 'audit-search');
    expect(await page.evaluate(CHARTS)).toBe(0);
    await preview.lookAt({ width: 900 });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(preview.complaints).toEqual([]);
  });
});
