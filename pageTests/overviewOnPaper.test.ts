import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { openOverview } from './states/managerOverview.ts';
import { openManager } from './states/managerSteps.ts';
import { shown } from './states/steps.ts';

/** A4, as printers have it (inches). */
const A4 = { paperWidth: 8.27, paperHeight: 11.69 };

/** What is seen of words, in the order of the page. */
const SEEN = `(() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text !== '' && element.closest('svg, .visually-hidden') === null && element.checkVisibility())
      seen.push(text);
  }
  return seen;
})()`;

const WIDTHS = `[...document.querySelectorAll('[data-testid=chart-area] svg')]
  .map((svg) => Number(svg.getAttribute('width')))`;

/** The colour that a chart draws with, as it is computed. */
const COLOUR = `getComputedStyle(document.querySelector('[data-testid=overview-hours] svg text')).fill`;

describe.skipIf(!hasChromium)('the overview on paper', () => {
  const preview = givenPreview();
  const { page } = preview;
  const media = (kind: 'print' | '') =>
    page.browser.call('Emulation.setEmulatedMedia', {
      media: kind,
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });

  test('is the section alone, without the counter, the other sections and any button, black on white', async () => {
    await preview.show({ dark: true, query: '?locale=en' });
    await openOverview(page, preview);
    const onScreen = await page.evaluate<string>(COLOUR);
    await media('print');
    const seen = await page.evaluate<string[]>(SEEN);
    expect(seen[0]).toBe('Today and 30 days');
    expect(seen).toContain('Today’s registrations by hour'.replace('’', "'"));
    for (const word of ['Print', 'As tables', 'Read again', 'Close', 'Audit trail', 'Save'])
      expect(seen).not.toContain(word);
    expect(onScreen).not.toBe('rgb(0, 0, 0)');
    expect(await page.evaluate(COLOUR)).toBe('rgb(0, 0, 0)');
    expect(
      await page.evaluate(
        `getComputedStyle(document.querySelector('.manager-page')).backgroundColor`,
      ),
    ).toBe('rgb(255, 255, 255)');
    await media('');
  });

  test('has each chart as wide as the paper, whole on its page, and the screen as it was before', async () => {
    await preview.show({ query: '?locale=en' });
    await openOverview(page, preview);
    const before = await page.evaluate<number[]>(WIDTHS);
    await page.evaluate(`(() => {
      window.onPaper = [];
      addEventListener('beforeprint', () => { window.onPaper = ${WIDTHS}; });
    })()`);
    const { data } = await page.browser.call('Page.printToPDF', A4);
    const pdf = Buffer.from(String(data), 'base64').toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    // Five charts, of which two fit on a page: not one page that is cut off, nor a page for every line.
    const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(4);
    expect(await page.evaluate('window.onPaper')).toEqual([670, 670, 670, 670, 670]);
    await page.until(`JSON.stringify(${WIDTHS}) === '${JSON.stringify(before)}'`);
    expect(before.every((width) => width !== 670)).toBe(true);
  });

  test('is what the open section is: one that may show whole values is on no paper, whenever it is asked for', async () => {
    await preview.show({ query: '?locale=en' });
    await openManager(page, 'person');
    await shown(page, 'person-value');
    await media('print');
    expect(await page.evaluate<string[]>(SEEN)).toEqual([]);
    await media('');
  });

  test('is asked of the program by its button, once for each press, and never by the page itself', async () => {
    await preview.show();
    await openOverview(page, preview);
    await preview.till('window.print = () => { window.printedItself = true; }');
    await page.focus('overview-print');
    await page.press('Enter');
    await page.until('memoryTill.manager.overview.printed === 1');
    await page.press('Space');
    await page.until('memoryTill.manager.overview.printed === 2');
    expect(await page.evaluate('window.printedItself ?? false')).toBe(false);
    expect(preview.complaints).toEqual([]);
  });
});
