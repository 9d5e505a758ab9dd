import { describe, expect, test } from 'vitest';
import { LOCALES } from '../app/settings/locales.ts';
import { hasChromium } from './browser.ts';
import { lookProblems, tabOrder } from './checks.ts';
import { givenPreview } from './givenPreview.ts';

describe.skipIf(!hasChromium)('the screen in every layout', () => {
  const preview = givenPreview();

  test.each(LOCALES)('the header moves nothing, however long the queue (%s)', async (locale) => {
    for (const view of [{}, { zoom: 1.25 }]) {
      const { page } = preview;
      await preview.show({ ...view, query: `?locale=${locale}` });
      const top = () =>
        page.evaluate(`document.querySelector('.form').getBoundingClientRect().top`);
      const before = await top();
      await preview.till(`const masked = { mobile: '186****2226', name: '' };
        for (let number = 0; number < 1_012; number += 1)
          memoryTill.outbox.add('r' + number, '{}', masked, Date.now() - 23 * 3_600_000);
        for (let number = 0; number < 12; number += 1)
          memoryTill.outbox.change('r' + number, { state: 'held' });`);
      await page.until(`document.querySelector('[data-testid=badge][data-waiting="1000"]')`);
      expect(await top()).toBe(before);
      expect(await lookProblems(page)).toEqual([]);
    }
  });

  test('at 200 % a confirmation is in sight, and so is the phone field', async () => {
    const { page } = preview;
    await preview.show({ zoom: 2 });
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed();
    const isInSight = (selector: string) =>
      page.evaluate<boolean>(`(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(
        document.querySelector('${selector}').getBoundingClientRect())`);
    expect(await isInSight('.result-card')).toBe(true);
    expect(await isInSight('[data-testid=phone]')).toBe(true);
  });

  test.each([{}, { zoom: 1.25 }, { width: 1366, zoom: 1.25 }, { width: 420 }, { zoom: 2 }])(
    'the bar is always in sight, wherever the form is scrolled to: consent, notice, offers, clearing, refusal and save (%j)',
    async (view) => {
      for (const locale of LOCALES) {
        await preview.show({ ...view, query: `?locale=${locale}` });
        for (const to of ['phone', 'remark']) {
          await preview.page.evaluate(`document.querySelector('[data-testid=${to}]').focus()`);
          const hidden =
            await preview.page.evaluate(`['consent', 'read-notice', 'marketing', 'clear', 'refuse', 'save', '${to}']
            .filter((id) => {
              const control = document.querySelector('[data-testid=' + id + ']');
              const area = control.closest('label') ?? control;
              const { x, width, top, bottom } = area.getBoundingClientRect();
              const seen = (y) => area.contains(document.elementFromPoint(x + width / 2, y));
              return top < 0 || bottom > innerHeight || !seen(top + 6) || !seen(bottom - 6);
            })`);
          expect(hidden, `${locale} ${to}`).toEqual([]);
        }
      }
    },
  );

  test.each([640, 700, 900])(
    'in a strip %d px high a refused save shows the field that it asks for, with its message, and the result where both have room',
    async (height) => {
      for (const locale of LOCALES) {
        const { page } = preview;
        await preview.show({ width: 420, height, query: `?locale=${locale}` });
        await page.type('13800138094');
        await page.press('Enter');
        await page.insert('王芳');
        await page.press('Enter');
        await page.press('Enter');
        await page.type('1990');
        await page.press('F5');
        await page.press('F4');
        await page.until(`document.querySelector('[data-testid=result-wrong]')`);
        await page.hasLooked();
        expect(await page.focused()).toBe('birthday');
        const hidden = await page.evaluate<string[]>(`
          ['#field-birthday', '#field-error-birthday', '[data-testid=result-wrong]'].filter((one) => {
            const area = document.querySelector(one);
            const { x, width, top, bottom } = area.getBoundingClientRect();
            const seen = (y) => area.contains(document.elementFromPoint(x + width / 2, y));
            return !seen(top + 4) || !seen(bottom - 4);
          })`);
        const isRoomForBoth = height === 900;
        expect(hidden, locale).toEqual(isRoomForBoth ? [] : ['[data-testid=result-wrong]']);
      }
    },
  );

  test('in the strip the phone field stands within the first 160 px', async () => {
    await preview.show({ width: 420 });
    const bottom = `document.querySelector('[data-testid=phone]').getBoundingClientRect().bottom`;
    expect(await preview.page.evaluate(bottom)).toBeLessThanOrEqual(160);
  });

  test('in a window of 1024 px everything stands on one grid: 40, 312, 336, 608', async () => {
    await preview.show();
    const edges = await preview.page.evaluate(`Object.fromEntries(
      ['phone', 'name', 'remark', 'save'].map((id) => {
        const { left, right } =
          document.querySelector('[data-testid=' + id + ']').getBoundingClientRect();
        return [id, [Math.round(left), Math.round(right)]];
      }))`);
    expect(edges).toMatchObject({
      phone: [40, 312],
      name: [40, 312],
      remark: [40, 608],
      save: [336, 608],
    });
    const starts =
      await preview.page.evaluate(`['.header-shop', '.consent-box', '[data-testid=clear]']
      .map((one) => document.querySelector(one).getBoundingClientRect().left)`);
    expect(starts).toEqual([40, 40, 40]);
  });

  test('from 1366 px up the form is at most 760 px wide, and a save in the list is one line', async () => {
    for (const width of [1366, 1600, 1920]) {
      await preview.show({ width });
      await preview.till(
        `memoryTill.outbox.add('r', '{}', { mobile: '138****8000', name: '欧阳' }, Date.now())`,
      );
      await preview.page.until(`document.querySelector('.line')`);
      const [form, side, tops] = await preview.page.evaluate<[number, number, number]>(`(() => {
        const width = (one) => document.querySelector(one).getBoundingClientRect().width;
        const middles = ['.line-slip', '.line-mobile', '.line .pill']
          .map((one) => document.querySelector(one).getBoundingClientRect())
          .map(({ top, height }) => Math.round((top + height / 2) / 4));
        return [width('.form'), width('.side'), new Set(middles).size];
      })()`);
      expect(form, `${width}`).toBeLessThanOrEqual(760);
      expect(form + side, `${width}`).toBeGreaterThan(width - 64);
      expect(tops, `${width}`).toBe(1);
    }
  });

  test('on a large screen type is about 1.2 times as large, and the keys of the pad 1.4 times', async () => {
    const sizes = async (width: number, height: number) => {
      await preview.show({ width, height });
      return preview.page.evaluate<[number, number]>(`[
        parseFloat(getComputedStyle(document.querySelector('[data-testid=name]')).fontSize),
        document.querySelector('[data-testid=pad-1]').getBoundingClientRect().height,
      ]`);
    };
    const [type, key] = await sizes(1600, 899);
    const [largeType, largeKey] = await sizes(1800, 900);
    expect(largeType / type).toBeCloseTo(1.2, 1);
    expect(largeKey / key).toBeCloseTo(1.4, 1);
  });

  test('on a large screen form, pad and list are three cards of one height, with no bare ground among them', async () => {
    await preview.show({ width: 1920, height: 1080 });
    const cards = await preview.page.evaluate<[number, number, string][]>(`
      ['.form', '.side > .pad', '.recent'].map((one) => {
        const card = document.querySelector(one);
        const { top, bottom } = card.getBoundingClientRect();
        return [top, bottom, getComputedStyle(card).backgroundColor];
      })`);
    expect(new Set(cards.map(String)).size, String(cards)).toBe(1);
  });

  test('Tab goes through the fields in their order, then to what stands around them', async () => {
    await preview.show();
    expect((await tabOrder(preview.page)).slice(0, 13)).toEqual([
      'phone',
      'name',
      'gender-0',
      'birthday',
      'outer-type',
      'outer-id',
      'remark',
      'consent',
      'read-notice',
      'marketing',
      'clear',
      'refuse',
      'save',
    ]);
  });

  test('the focus has a ring of 3 px that is not only a colour, in every theme', async () => {
    for (const view of [{}, { dark: true }, { forcedColors: true }]) {
      await preview.show(view);
      for (const id of ['phone', 'name', 'save', 'locale', 'sound']) {
        await preview.page.evaluate(`document.querySelector('[data-testid=${id}]').focus()`);
        // As the keyboard would: a ring is for whoever needs to see where they are.
        await preview.page.press('Shift');
        const ring = await preview.page.evaluate<string>(
          `(({ outlineStyle, outlineWidth }) => outlineWidth + ' ' + outlineStyle)(
            getComputedStyle(document.activeElement))`,
        );
        expect(ring, id).toBe('3px solid');
      }
    }
  });

  test('under reduced motion nothing moves', async () => {
    await preview.show({ reducedMotion: true });
    await preview.till('memoryTill.switches.flushMs = 300');
    await preview.page.type('18651822226');
    await preview.save();
    const moving = `document.getAnimations().filter(({ effect }) => effect.getTiming().duration > 1).length`;
    expect(await preview.page.evaluate(moving)).toBe(0);
    await preview.confirmed();
    expect(await preview.page.evaluate(moving)).toBe(0);
  });
});
