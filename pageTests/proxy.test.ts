import { describe, expect, test } from 'vitest';
import { CONNECTION_STEPS } from '../app/gateway/connectionProblems.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { FIRST_START, fill, giveEverything, openSettings } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const STORED = { host: 'proxy.shop:8080', username: 'till', password: 'kept-word' };

/** A connection test that stops at the proxy. */
const stoppedBy = (
  problem: string,
) => `memoryTill.settings.report = { passed: false, clockOffset: 0,
  code: 'transport.x', steps: ${JSON.stringify(CONNECTION_STEPS)}.map((step, place) => ({ step,
    state: place === 0 ? 'failed' : 'not-reached', problem: place === 0 ? '${problem}' : null })) }`;

describe.skipIf(!hasChromium)('what a proxy is told that asks who is there', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const stored = () => page.evaluate<unknown>('memoryTill.settings.provision.proxy ?? null');
  const keep = () =>
    preview.till(`memoryTill.settings.provision.proxy = ${JSON.stringify(STORED)}`);
  const save = async () => {
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
  };

  test('is in the settings without its password, which stays where the field stays empty', async () => {
    await keep();
    await openSettings(page);
    expect(await page.value('settings-proxy-host')).toBe(STORED.host);
    expect(await page.value('settings-proxy-username')).toBe(STORED.username);
    expect(await page.value('settings-proxy-password')).toBe('');
    expect(await page.evaluate('document.documentElement.outerHTML.includes("kept-word")')).toBe(
      false,
    );
    await fill(page, 'settings-shopId', 'SH-9');
    await save();
    expect(await stored()).toEqual(STORED);
  });

  test.each([
    ['settings-proxy-host', 'other.shop'],
    ['settings-proxy-username', 'somebody'],
  ])(
    'asks for the password anew with another one (%s), before anything is stored or tested',
    async (field, text) => {
      await keep();
      await openSettings(page);
      await fill(page, field, text);
      for (const button of ['settings-save', 'connection-test']) {
        await page.click(button);
        await page.until(`${is('settings-proxy-password-error')}.textContent`);
      }
      expect(await stored()).toEqual(STORED);
      expect(await page.evaluate('memoryTill.settings.tested.length')).toBe(0);
      await fill(page, 'settings-proxy-password', ' with blanks ');
      await save();
      expect(await stored()).toMatchObject({ password: ' with blanks ' });
    },
  );

  test('is nothing where all three fields are empty, and needs all three where one is not', async () => {
    await keep();
    await openSettings(page);
    await fill(page, 'settings-proxy-host', '');
    await page.click('settings-save');
    await page.until(`${is('settings-proxy-host-error')}.textContent`);
    expect(await page.focused()).toBe('settings-proxy-host');
    await fill(page, 'settings-proxy-username', '');
    await save();
    expect(await stored()).toBeNull();
  });

  test('has its fields in the first start once a proxy has asked, and one press leads there', async () => {
    await preview.show({ ...FIRST_START, query: `?${FIRST_START.query}` });
    await preview.till(stoppedBy('proxyWantsPassword'));
    await giveEverything(page);
    await page.until(`${is('connection-verdict')}?.dataset.verdict === 'failed'`);
    expect(await page.text('problem-network')).toContain('用户名和密码');
    await page.until(`document.activeElement === ${is('fix-network')}`);
    await page.press('Enter');
    expect(await page.focused()).toBe('settings-proxy-host');
    await fill(page, 'settings-proxy-host', STORED.host);
    await page.click('wizard-next');
    await page.until(`${is('settings-proxy-username-error')}.textContent`);
    expect(await page.focused()).toBe('settings-proxy-username');
    await fill(page, 'settings-proxy-username', STORED.username);
    await fill(page, 'settings-proxy-password', STORED.password);
    await page.click('wizard-next');
    await page.until(`${is('phone')} !== null`);
    expect(await stored()).toEqual(STORED);
  });

  test.each([
    ['proxyWantsPassword', '要求用户名和密码'],
    ['proxyOther', '不是设置里的那一台'],
    ['proxyPassword', '不接受用户名或密码'],
  ])('is what the banner speaks of while sending waits for it (%s)', async (proxy, words) => {
    await preview.till(
      `memoryTill.outbox.pause = { kind: 'unreachable', retryAt: null, proxy: '${proxy}' };
      memoryTill.outbox.changed()`,
    );
    await page.until(`${is('banner')}?.textContent.includes('${words}')`);
    expect(await page.text('banner')).toContain('登记照常进行');
  });
});
