import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';

const PHONE = '18651822226';
const OPEN = `document.querySelector('.banners').dataset.open === 'true'`;
const FOLDED = `document.querySelector('.banners').dataset.open === 'false'`;
const TWO = `outbox.pause = { kind: 'unreachable', retryAt: null };
  outbox.warnings = [{ code: 'store.space-low', detail: 'C:\\\\ProgramData\\\\Tillside' }]`;

const LONG = 'C:\\\\ProgramData\\\\Tillside\\\\'.repeat(12);
const ALL = `outbox.pause = { kind: 'unreachable', retryAt: null };
  outbox.warnings = [{ code: 'store.space-low', detail: '${LONG}' }, { code: 'store.write-failed', detail: '${LONG}' }]`;
const NONE = `outbox.pause = { kind: 'none' }; outbox.warnings = []`;

describe.skipIf(!hasChromium)('the banners', () => {
  const preview = givenPreview();
  const { page } = preview;
  const queue = (statement: string) =>
    preview.till(`const { outbox } = memoryTill; ${statement}; outbox.changed()`);
  const boxOf = (selector: string) =>
    page.evaluate<DOMRect>(
      `document.querySelector('${selector}').getBoundingClientRect().toJSON()`,
    );
  const comes = () => page.until(`document.querySelector('[data-testid=banner]')`);

  test('stand above the form, and in a strip beneath it, beside the state of the queue', async () => {
    for (const width of [1024, 420]) {
      await preview.show({ width });
      await queue(ALL);
      await comes();
      const [banner, form] = [await boxOf('.banner'), await boxOf('[data-testid=phone]')];
      if (width === 1024) expect(banner.bottom).toBeLessThanOrEqual(form.top);
      else {
        const { bottom } = await boxOf('.bar');
        expect(banner.top).toBeGreaterThanOrEqual(bottom);
        const badge = await boxOf('.banners [data-testid=badge]');
        expect(badge.top).toBeGreaterThanOrEqual(bottom);
        expect(badge.bottom).toBeLessThanOrEqual(768);
      }
    }
  });

  test('say in words what a settings file has changed', async () => {
    await preview.show();
    await queue(`outbox.warnings = [{ code: 'provision.taken-over', detail: 'address,pin' }]`);
    await comes();
    expect(await page.text('banner')).toContain('（网关地址 · 店长 PIN）');
  });

  test('take no focus, and no more room than is always kept for one', async () => {
    await preview.show();
    const { height } = await boxOf('.banners');
    await page.focus('name');
    for (const statement of [TWO, ALL, NONE]) {
      await queue(statement);
      await page.until(`(document.querySelector('[data-testid=banner]') === null) ===
        ${statement === NONE}`);
      await page.insert('x');
      expect((await boxOf('.banners')).height).toBe(height);
    }
    expect(await page.value('name')).toBe('xxx');
  });

  test.each([1024, 420])(
    'say the most urgent thing first, red and on two lines; the button shows all of them whole, over the form (%i px)',
    async (width) => {
      await preview.show({ width });
      await queue(ALL);
      await page.until(`document.querySelector('[data-testid=banners-more]')`);
      const first = `document.querySelector('[data-testid=banner]')`;
      expect(await page.evaluate(`${first}.dataset.kind`)).toBe('store.write-failed');
      expect(await page.evaluate(`${first}.classList.contains('tone-danger')`)).toBe(true);
      const lines = `(({ clientHeight }, { lineHeight }) => Math.round(clientHeight / parseFloat(lineHeight)))(
        ${first}.querySelector('.banner-words'),
        getComputedStyle(${first}.querySelector('.banner-words')))`;
      expect(await page.evaluate(lines)).toBe(2);
      const inSight = `[...document.querySelectorAll('[data-testid=banner]')].filter((one) =>
        one.checkVisibility({ visibilityProperty: true })).length`;
      expect(await page.evaluate(inSight)).toBe(1);
      const before = await boxOf('[data-testid=phone]');
      await page.click('banners-more');
      await page.until(OPEN);
      expect(await page.evaluate(inSight)).toBe(3);
      const cut = `[...document.querySelectorAll('.banner-words')].filter((words) => {
        const all = document.createRange();
        all.selectNodeContents(words);
        const { bottom } = words.closest('.banner').getBoundingClientRect();
        return getComputedStyle(words).overflow !== 'visible' ||
          [...all.getClientRects()].some((line) => line.bottom > bottom + 8);
      }).length`;
      expect(await page.evaluate(cut)).toBe(0);
      expect(await boxOf('[data-testid=phone]'), 'nothing moves for it').toEqual(before);
      const { x, y } = await boxOf('[data-testid=banner]');
      expect(
        await page.evaluate(`!!document.elementFromPoint(${x + 40}, ${y + 10}).closest('.banner')`),
      ).toBe(true);
    },
  );
});

describe.skipIf(!hasChromium)('banners that a hand has unfolded over the form', () => {
  const preview = givenPreview();
  const { page } = preview;
  const queue = (statement: string) =>
    preview.till(`const { outbox } = memoryTill; ${statement}; outbox.changed()`);
  const place = () =>
    page.evaluate<number[]>(`(({ x, y }) => [x, y])(
      document.querySelector('[data-testid=banners-more]').getBoundingClientRect())`);

  describe.each([1024, 420])('at %i px', (width) => {
    beforeEach(async () => {
      await preview.show({ width });
      await page.type(PHONE);
      await queue(TWO);
      await page.until(`document.querySelector('[data-testid=banners-more]')`);
      await page.click('banners-more');
      await page.until(OPEN);
    });

    test('fold again at the second press on the same spot', async () => {
      const before = await place();
      await page.click('banners-more');
      await page.until(FOLDED);
      expect(await place()).toEqual(before);
    });

    test('fold with Escape, which then clears no form', async () => {
      await page.press('Escape');
      await page.until(FOLDED);
      expect(await page.value('phone')).toBe('186 5182 2226');
      await page.press('Escape');
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    });

    test('fold with a press elsewhere', async () => {
      await page.click('sound');
      await page.until(FOLDED);
    });
  });

  test('fold at 1024 px when only one is left, and do not unfold by themselves with the next one', async () => {
    await preview.show();
    await queue(TWO);
    await page.click('banners-more');
    await page.until(OPEN);
    await queue('outbox.warnings = []');
    await page.until(`!document.querySelector('[data-testid=banners-more]')`);
    await queue(TWO);
    await page.until(`document.querySelector('[data-testid=banners-more]')`);
    await page.until(FOLDED);
  });
});
