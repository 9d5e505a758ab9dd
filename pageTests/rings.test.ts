import { describe, expect, test } from 'vitest';
import { LOCALES } from '../app/settings/locales.ts';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { FIRST_START, giveGateway, openSettings } from './states/steps.ts';

interface Edges {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

describe.skipIf(!hasChromium)('what has the focus and what is asked for', () => {
  const preview = givenPreview();
  const { page } = preview;

  const edgesOf = (selector: string) =>
    page.evaluate<Edges>(`document.querySelector('${selector}').getBoundingClientRect().toJSON()`);

  /** The outer edges of the ring around what has the focus. */
  const ring = async (selector: string): Promise<Edges> => {
    const [{ left, right, top, bottom }, by] = await Promise.all([
      edgesOf(selector),
      page.evaluate<number>(`(({ outlineOffset, outlineWidth }) =>
        parseFloat(outlineOffset) + parseFloat(outlineWidth))(
        getComputedStyle(document.querySelector('${selector}')))`),
    ]);
    return { left: left - by, right: right + by, top: top - by, bottom: bottom + by };
  };

  test('in a strip the ring around the head of the optional fields is whole, and lies over no label', async () => {
    await preview.show({ width: 420 });
    await page.click('optional');
    await page.press('Tab');
    await page.until(`document.activeElement.matches('.optional-head:focus-visible')`);
    const around = await ring('.optional-head');
    const room = await page.evaluate<Edges>(`(({ left, top }, { clientWidth, clientHeight }) =>
      ({ left, top, right: left + clientWidth, bottom: top + clientHeight }))(
      document.querySelector('.desk').getBoundingClientRect(), document.querySelector('.desk'))`);
    expect(around.left).toBeGreaterThanOrEqual(room.left);
    expect(around.right).toBeLessThanOrEqual(room.right);
    const label = await edgesOf('label[for=field-name]');
    expect(around.bottom).toBeLessThanOrEqual(label.top);
  });

  test('the ring around a box and its words crosses neither', async () => {
    await preview.show();
    await openSettings(page);
    await page.evaluate(`document.querySelector('[data-testid=settings-dock-none]').focus()`);
    await page.press('Tab');
    expect(await page.focused()).toBe('settings-alwaysOnTop');
    const inside = await page.evaluate<number>(`(({ outlineOffset }) => parseFloat(outlineOffset))(
      getComputedStyle(document.activeElement.closest('label')))`);
    const box = await edgesOf('[data-testid=settings-alwaysOnTop]');
    const { left } = await edgesOf('label:has([data-testid=settings-alwaysOnTop])');
    expect(box.left - (left - inside)).toBeGreaterThanOrEqual(2);
  });

  test.each(LOCALES)(
    'in a strip the question who is at the till is read whole (%s)',
    async (locale) => {
      await preview.show({ width: 420, query: `?locale=${locale}&operator=none` });
      await page.evaluate('sessionStorage.clear()');
      await preview.show({ width: 420, query: `?locale=${locale}&operator=none` });
      const cut = await page.evaluate<
        number[]
      >(`(({ scrollWidth, clientWidth, scrollHeight }, header) =>
      [scrollWidth - clientWidth, scrollHeight - header.clientHeight])(
      document.querySelector('.operator-now[data-none]'), document.querySelector('.operator'))`);
      expect(cut[0]).toBe(0);
      expect(cut[1]).toBeLessThanOrEqual(0);
    },
  );

  test('at the first start the names of operators stand in line with the fields above them', async () => {
    await preview.show({ ...FIRST_START, query: `?${FIRST_START.query}` });
    await giveGateway(page);
    const above = await edgesOf('[data-testid=settings-shopId]');
    const below = await edgesOf('[data-testid=settings-operators-0-name]');
    expect([below.left, below.right]).toEqual([above.left, above.right]);
  });

  test('in the settings no field stands closer to the one above than where a message has its room', async () => {
    await preview.show();
    await openSettings(page);
    const above = await edgesOf('.languages');
    const { top } = await edgesOf('.languages + .field');
    expect(top - above.bottom).toBeGreaterThanOrEqual(24);
  });
});
