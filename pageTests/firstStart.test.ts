import { beforeEach, describe, expect, test } from 'vitest';
import { CONNECTION_STEPS } from '../app/gateway/connectionProblems.ts';
import { LOCALES } from '../app/settings/locales.ts';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import type { Look } from './PreviewTill.ts';
import { FIRST_START, fill } from './states/steps.ts';

const WINDOWS: Record<string, Look> = {
  '1024 px': {},
  '1366 px at 125 %': { width: 1366, zoom: 1.25 },
  '1920 px': { width: 1920, height: 1080 },
  'a strip of 420 px': { width: 420 },
  '200 %': { zoom: 2 },
};

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('the first start', () => {
  const preview = givenPreview();
  const { page } = preview;
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.${path}`);
  const step = (name: string) => page.until(`${is('wizard-step')}?.dataset.step === '${name}'`);
  beforeEach(() => preview.show({ ...FIRST_START, query: `?${FIRST_START.query}` }));

  async function fillGateway(): Promise<void> {
    await fill(page, 'settings-gateway-appKey', ' 23456789 ');
    await fill(page, 'settings-gateway-appSecret', 'typed-secret\t');
  }

  async function givePin(): Promise<void> {
    await fill(page, 'settings-pin-first', '13579');
    await fill(page, 'settings-pin-again', '13579');
    await page.press('Enter');
  }

  async function fillShop(): Promise<void> {
    await fill(page, 'settings-brandId', '244323');
    await fill(page, 'settings-shopId', 'SH-7');
    await fill(page, 'settings-operators-0-id', '2392313');
    await fill(page, 'settings-operators-0-name', 'Lin');
  }

  test.each(['memoryTill.askToLock()', 'memoryTill.putAway()'])(
    'keeps no secret that was typed for whoever comes next (%s)',
    async (goAway) => {
      await fillGateway();
      await page.evaluate(goAway);
      expect(await page.value('settings-gateway-appSecret')).toBe('');
      expect(await page.value('settings-gateway-appKey')).not.toBe('');
    },
  );

  test('is done with the keyboard alone, tests the connection by itself, and ends at the phone field', async () => {
    expect(await page.focused()).toBe('settings-gateway-appKey');
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    expect(await page.focused()).toBe('settings-brandId');
    await fillShop();
    await page.press('Enter');
    await step('pin');
    await givePin();
    await step('connection');
    await page.until(`${is('connection-verdict')}?.dataset.verdict === 'passed'`);
    expect(await page.text('connection-code'), 'a code is for what went wrong').toBeNull();
    expect(await stored('provision')).toBeNull();
    await page.until(`document.activeElement === ${is('wizard-next')}`);
    await page.press('Enter');
    await page.until('document.activeElement.dataset.testid === "phone"');
    expect(await stored('provision')).toMatchObject({
      gateway: { appKey: '23456789', appSecret: 'typed-secret', signMethod: 'hmac-sha256' },
      brandId: '244323',
      shopId: 'SH-7',
      operators: [{ id: '2392313', name: 'Lin' }],
    });
    expect(await stored('provision.gateway.session')).toBeUndefined();
    expect(await stored('pin')).toBe('13579');
    expect(await stored('tested.length')).toBe(1);
  });

  test('a double click goes one step, and says nothing of the fields that nobody has seen yet', async () => {
    await fillGateway();
    await page.click('wizard-next');
    await step('shop');
    const second = `new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 })`;
    await page.evaluate(`${is('wizard-next')}.dispatchEvent(${second})`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
    expect(await page.evaluate('document.querySelectorAll("[aria-invalid=true]").length')).toBe(0);
  });

  test('a step with mistakes tells them at their fields and does not let go', async () => {
    await fill(page, 'settings-gateway-url', 'gw.api.taobao.com');
    await page.press('Enter');
    await page.until(`${is('settings-gateway-appKey-error')}.textContent`);
    expect(await page.focused()).toBe('settings-gateway-url');
    expect(await page.evaluate('document.querySelectorAll("[aria-invalid=true]").length')).toBe(3);
    await fill(page, 'settings-gateway-url', 'https://gw.api.taobao.com/router/rest');
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    await page.click('settings-operator-add');
    await page.click('wizard-next');
    await page.until(`${is('settings-operators-1-name-error')}.textContent`);
    expect(await page.focused()).toBe('settings-brandId');
  });

  test('a mistake is gone as soon as it is mended, and no other one', async () => {
    await fill(page, 'settings-gateway-url', 'gw.api.taobao.com');
    await page.press('Enter');
    await page.until(`${is('settings-gateway-appKey-error')}.textContent`);
    await fill(page, 'settings-gateway-appKey', '23456789');
    await page.until(`!${is('settings-gateway-appKey-error')}.textContent`);
    expect(await page.text('settings-gateway-url-error')).not.toBe('');
    await fill(page, 'settings-gateway-url', 'https://gw.api.taobao.com/router/rest');
    await page.until(`!${is('settings-gateway-url-error')}.textContent`);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    await fillShop();
    await page.press('Enter');
    await step('pin');
    await fill(page, 'settings-pin-first', '13579');
    await fill(page, 'settings-pin-again', '1357');
    await page.press('Enter');
    await page.until(`${is('settings-pin-again-error')}.textContent`);
    await fill(page, 'settings-pin-first', '1357');
    await page.until(`!${is('settings-pin-again-error')}.textContent`);
  });

  test('an Enter before the test has said anything finishes nothing, and after it what has the focus', async () => {
    await preview.till(`const { testConnection } = memoryTill.bridge;
      memoryTill.bridge.testConnection = async (asked) => {
        await new Promise((resolve) => { window.answers = resolve; });
        return testConnection(asked);
      }`);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    await fillShop();
    await page.press('Enter');
    await step('pin');
    await givePin();
    await step('connection');
    await page.press('Enter');
    await page.press('Enter');
    expect(await stored('provision')).toBeNull();
    await page.evaluate('window.answers()');
    await page.until(`document.activeElement === ${is('wizard-next')}`);
    await page.press('Enter');
    await page.until('document.activeElement.dataset.testid === "phone"');
  });

  test('whoever has gone elsewhere meanwhile keeps the focus there', async () => {
    await preview.till(`const { testConnection } = memoryTill.bridge;
      memoryTill.bridge.testConnection = async (asked) => {
        await new Promise((resolve) => { window.answers = resolve; });
        return testConnection(asked);
      }`);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    await fillShop();
    await page.press('Enter');
    await step('pin');
    await givePin();
    await step('connection');
    await page.focus('wizard-back');
    await page.evaluate('window.answers()');
    await page.until(is('connection-verdict'));
    expect(await page.focused()).toBe('wizard-back');
  });

  test.each(Object.entries(WINDOWS))(
    '“next” stands still through all steps: %s',
    async (_name, look) => {
      for (const locale of LOCALES) {
        await preview.show({
          ...FIRST_START,
          ...look,
          query: `?${FIRST_START.query}&locale=${locale}`,
        });
        const places: Record<string, string> = {};
        const note = async (name: string) => {
          await step(name);
          places[name] = await page.evaluate(`(() => {
          const { x, y, width, height } = ${is('wizard-next')}.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(' ');
        })()`);
        };
        await note('gateway');
        await fillGateway();
        await page.press('Enter');
        await note('shop');
        await fillShop();
        await page.press('Enter');
        await note('pin');
        await givePin();
        await note('connection');
        expect(new Set(Object.values(places)).size, `${locale}: ${JSON.stringify(places)}`).toBe(1);
      }
    },
  );

  test('fits into a window of 1024 × 768 without scrolling, but for a long report of the test', async () => {
    const scrolls = () =>
      page.evaluate<boolean>(`(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)(
        document.querySelector('.wizard-scroll'))`);
    expect(await scrolls()).toBe(false);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    expect(await scrolls()).toBe(false);
    await fillShop();
    await page.press('Enter');
    await step('pin');
    expect(await scrolls()).toBe(false);
  });

  test('a failed test names its step, says what to do, and the way back keeps what was typed', async () => {
    await preview.till(`memoryTill.settings.report = { passed: false, code: '25', clockOffset: 0,
      steps: ${JSON.stringify(CONNECTION_STEPS)}.map((step, place) => ({ step,
        state: place < 5 ? 'passed' : place === 5 ? 'failed' : 'not-reached',
        problem: place === 5 ? 'secret' : null })) }`);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    await fillShop();
    await page.press('Enter');
    await step('pin');
    await givePin();
    await page.until(`${is('connection-verdict')}?.dataset.verdict === 'failed'`);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('.connection-step')].map((e) => e.dataset.state)`,
      ),
    ).toEqual([...Array(5).fill('passed'), 'failed', 'not-reached', 'not-reached']);
    expect(await page.text('problem-sign')).toContain('App Secret');
    expect(await page.text('connection-code')).toContain('25');
    await page.until(`document.activeElement === ${is('fix-sign')}`);
    await page.press('Enter');
    await step('gateway');
    expect(await page.focused()).toBe('settings-gateway-appSecret');
    for (const name of ['shop', 'pin', 'connection']) {
      await page.click('wizard-next');
      await step(name);
    }
    for (const name of ['pin', 'shop', 'gateway']) {
      await page.click('wizard-back');
      await step(name);
    }
    expect(await page.value('settings-gateway-appKey')).toBe(' 23456789 ');
  });

  test('the language can be changed at any time, and is the language of the till', async () => {
    await page.click('locale');
    await page.until(`document.documentElement.lang === 'en'`);
    await fillGateway();
    await page.press('Enter');
    await step('shop');
    expect(await page.evaluate(`${is('settings-locale-en')}.checked`)).toBe(true);
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
