import { describe, expect, test } from 'vitest';
import { atDepth } from '../testing/depth.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { UPDATES } from './states/settings.ts';
import { fill, openSettings } from './states/steps.ts';

/** How far the page has gone from one look at the marks to the next (px); a wheel's notch is four times as much. */
const WHEEL_PX = atDepth({ whole: 8, short: 24 });

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)("the manager's settings, in a real Chromium", () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.${path}`);

  test('show no secret, and leave it as it is when its field stays empty', async () => {
    await openSettings(page);
    expect(await page.value('settings-gateway-appSecret')).toBe('');
    expect(await page.evaluate('document.documentElement.outerHTML.includes("kept")')).toBe(false);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.gateway.appSecret')).toBe('kept');
    expect(await stored('provision.shopId')).toBe('SH-9');
    await page.until(`document.querySelector('.header-shop').textContent.includes('SH-9')`);
  });

  test('another app key asks for its own secret at the field, before anything is stored or tested', async () => {
    await openSettings(page);
    await fill(page, 'settings-gateway-appKey', '99');
    for (const button of ['settings-save', 'connection-test']) {
      await page.click(button);
      await page.until(`${is('settings-gateway-appSecret-error')}.textContent`);
      await page.until('document.activeElement.dataset.testid === "settings-gateway-appSecret"');
    }
    expect(await stored('tested.length')).toBe(0);
    expect(await stored('provision.gateway.appKey')).toBe('12345678');
    await fill(page, 'settings-gateway-appSecret', 'its-own');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.gateway')).toMatchObject({
      appKey: '99',
      appSecret: 'its-own',
    });
  });

  test('wrong fields are told at their places, the first one has the focus, and nothing is stored', async () => {
    await openSettings(page);
    await fill(page, 'settings-gateway-url', 'http://gw.example.com');
    await fill(page, 'settings-brandId', '   ');
    await fill(page, 'settings-operators-1-id', '2392313');
    await page.click('settings-save');
    await page.until(`${is('settings-brandId-error')}.textContent`);
    expect(await page.text('settings-gateway-url-error')).toContain('https://');
    expect(await page.text('settings-operators-1-id-error')).not.toBe('');
    expect(await page.text('settings-operators-0-id-error')).toBe('');
    expect(await page.focused()).toBe('settings-gateway-url');
    expect(await stored('provision.brandId')).toBe('21003');
  });

  test('have their sections beside them: one tap to each, which is marked while it is read', async () => {
    await openSettings(page);
    const current = `document.querySelector('.settings-nav [aria-current]').dataset.testid`;
    expect(await page.evaluate(current)).toBe('to-settings-gateway');
    for (const section of ['to-settings-operators', 'to-replace-key-title', 'to-settings-shop']) {
      await page.click(section);
      await page.until(`${current} === '${section}'`);
    }
    await page.press('Tab');
    expect(await page.focused(), 'the first field of the section').toBe('settings-brandId');
    for (const section of ['to-change-pin-title', 'to-move-title']) {
      await page.click(section);
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
      expect(await page.evaluate(current), 'pressed, it stays marked').toBe(section);
    }
    await page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 0)`);
    await page.until(`${current} === 'to-settings-gateway'`);
  });

  test.each([{}, { width: 1366, zoom: 1.25 }, { width: 1920, height: 1080 }])(
    'mark each section in its turn while somebody goes down with the wheel: one that is in sight (%j)',
    async (look) => {
      await preview.show(look);
      await openSettings(page);
      const marked = await page.evaluate<{ id: string; isInSight: boolean }[]>(`(async () => {
        const area = document.querySelector('.settings-scroll');
        const seen = [];
        for (let top = 0; ; top += ${WHEEL_PX}) {
          area.scrollTo(0, top);
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          const id = document.querySelector('.settings-nav [aria-current]').dataset.testid.slice(3);
          const heads = [...document.querySelectorAll('.settings-nav .section-link')]
            .map(({ dataset }) => document.getElementById(dataset.testid.slice(3)));
          const place = heads.findIndex((head) => head.id === id);
          const { top: upper, bottom: lower } = area.getBoundingClientRect();
          const from = heads[place].getBoundingClientRect().top;
          const to = heads[place + 1]?.getBoundingClientRect().top ?? Infinity;
          seen.push({ id, isInSight: from < lower && to > upper });
          if (top > area.scrollHeight - area.clientHeight) return seen;
        }
      })()`);
      expect(marked.filter(({ isInSight }) => !isInSight)).toEqual([]);
      expect([...new Set(marked.map(({ id }) => id))]).toEqual([
        'settings-gateway',
        'connection-title',
        'settings-shop',
        'settings-operators',
        'settings-window',
        'settings-api',
        'change-pin-title',
        'move-title',
        'replace-key-title',
      ]);
    },
  );

  test.each([{ locale: 'zh-CN' }, { locale: 'en' }, { locale: 'en', width: 1366, zoom: 1.25 }])(
    'name each section within its button, also that of updates where there are some (%j)',
    async ({ locale, ...look }) => {
      await preview.show({ ...look, query: `?locale=${locale}` });
      await preview.till(`memoryTill.settings.updates = ${JSON.stringify(UPDATES[0])}`);
      await openSettings(page);
      await page.click('to-settings-updates');
      const beyond = await page.evaluate<string[]>(`[...document.querySelectorAll('.section-link')]
      .filter((link) => link.scrollHeight > link.clientHeight + 1).map((link) => link.textContent)`);
      expect(beyond).toEqual([]);
    },
  );

  test('that are saved say so at the counter, move nothing there, and leave every badge', async () => {
    const place = () => page.evaluate(`${is('phone')}.getBoundingClientRect().top`);
    const before = await place();
    await openSettings(page);
    await page.click('settings-save');
    await page.until(is('settings-saved'));
    expect(await place()).toBe(before);
    expect(await stored('provision.operators[1].badge')).toBe('BADGE-B');
    expect(await page.evaluate('memoryTill.settings.till.operators[1].badge')).toBe('BADGE-B');
    await page.until(`!${is('settings-saved')}`, 8_000);
  });

  test.each([{}, { width: 420 }])(
    'the word that they are saved lies over no field and no button of the form: %o',
    async (look) => {
      await preview.show(look);
      await openSettings(page);
      await page.click('settings-save');
      await page.until(is('settings-saved'));
      // No finger is taken by it: what lies beneath it is what would be pressed there.
      const covered = await page.evaluate(`(() => {
        const { left, right, top, bottom } = ${is('settings-saved')}.getBoundingClientRect();
        const beneath = [left, (left + right) / 2, right - 1].flatMap((x) =>
          [top, (top + bottom) / 2, bottom - 1].map((y) => document.elementFromPoint(x, y)));
        const pressed = beneath.map((one) => one.closest('input, textarea, select, button, label'));
        return pressed.filter(Boolean).map((one) => one.dataset.testid ?? one.textContent);
      })()`);
      expect(covered).toEqual([]);
    },
  );

  test('operators are added and taken away, and the counter has them at once', async () => {
    await openSettings(page);
    await page.click('settings-operator-add');
    await page.until(`document.activeElement.dataset.testid === 'settings-operators-3-id'`);
    await page.insert('77');
    await page.press('Tab');
    await page.insert('New');
    await page.click('settings-operator-remove-1');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.operators')).toEqual([
      { id: '2392313', name: 'Operator A' },
      { id: '2392315', name: 'Operator C' },
      { id: '77', name: 'New' },
    ]);
  });

  test('the language that is saved is the language of the screen', async () => {
    await openSettings(page);
    await page.evaluate(`${is('settings-locale-en')}.click()`);
    await page.click('settings-save');
    await page.until(`document.documentElement.lang === 'en'`);
  });

  test('the connection test tries what is typed, without storing it, and goes stale with the next key', async () => {
    await openSettings(page);
    await fill(page, 'settings-gateway-appSecret', 'another');
    await page.click('connection-test');
    await page.until(`${is('connection-verdict')}?.dataset.verdict === 'passed'`);
    expect(await stored('tested')).toMatchObject([{ appKey: '12345678', appSecret: 'another' }]);
    expect(await stored('provision.gateway.appSecret')).toBe('kept');
    await fill(page, 'settings-gateway-appKey', '99');
    expect(await page.evaluate(`${is('connection-verdict')} === null`)).toBe(true);
  });

  describe('the result of a connection test', () => {
    const inSight = (part: string) => `(() => {
      const { top, bottom } = document.querySelector('${part}').getBoundingClientRect();
      const scroll = document.querySelector('.settings-scroll').getBoundingClientRect();
      return top >= scroll.top - 1 && bottom <= scroll.bottom + 1;
    })()`;

    test.each([
      ['passed', '.connection-steps'],
      ['failed', '[data-testid=connection-failed]'],
    ])('is in sight in a window of 1024 × 768 without another touch (%s)', async (ending, last) => {
      await preview.show({ width: 1024, height: 768 });
      await openSettings(page);
      if (ending === 'failed')
        await preview.till(`memoryTill.settings.refusal = { code: 'pin.wrong' }`);
      await page.click('connection-test');
      await page.until(`document.querySelector('${last}')`);
      await page.until(inSight(last));
      if (ending === 'passed')
        expect(await page.evaluate(inSight('.connection-verdict'))).toBe(true);
      expect(await page.focused()).toBe('connection-test');
    });

    test('moves nothing under the hand of whoever has gone on to another field meanwhile', async () => {
      await preview.show({ width: 1024, height: 768 });
      await preview.till(`const { testConnection } = memoryTill.bridge;
        memoryTill.bridge.testConnection = async (asked) => {
          await new Promise((resolve) => { window.answers = resolve; });
          return testConnection(asked);
        }`);
      await openSettings(page);
      await page.click('connection-test');
      await page.until('window.answers');
      await page.click('settings-gateway-session');
      const scrolled = `document.querySelector('.settings-scroll').scrollTop`;
      const before = await page.evaluate<number>(scrolled);
      await page.evaluate('window.answers()');
      await page.until(is('connection-verdict'));
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
      expect(await page.evaluate(scrolled)).toBe(before);
      expect(await page.focused()).toBe('settings-gateway-session');
    });
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
