import { describe, expect, test } from 'vitest';
import { CONNECTION_STEPS } from '../app/gateway/connectionProblems.ts';
import { hasChromium } from './Chromium.ts';
import { givenPreview } from './givenPreview.ts';
import type { ShowOptions } from './PreviewTill.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)("the manager's settings, in a real Chromium", () => {
  const preview = givenPreview();
  const { page } = preview;

  const show = (options: ShowOptions = {}) => preview.show(options);
  const showWizard = (options: ShowOptions = {}) =>
    preview.show({
      ...options,
      query: `${options.query ?? '?'}&provisioned=no`,
      until: is('wizard'),
    });
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.${path}`);
  const step = (name: string) => page.until(`${is('wizard-step')}?.dataset.step === '${name}'`);

  async function openSettings(): Promise<void> {
    await page.click('settings');
    await page.until(`document.activeElement.dataset.testid === 'pin'`);
    await page.type('246810');
    await page.press('Enter');
    await page.until(is('settings-screen'));
  }

  async function fillField(testId: string, text: string): Promise<void> {
    await page.evaluate(`${is(testId)}.focus(), ${is(testId)}.select()`);
    await page.insert(text);
  }

  async function fillGateway(): Promise<void> {
    await fillField('settings-gateway-appKey', ' 23456789 ');
    await fillField('settings-gateway-appSecret', 'typed-secret\t');
  }

  async function fillShop(): Promise<void> {
    await fillField('settings-brandId', '244323');
    await fillField('settings-shopId', 'SH-7');
    await fillField('settings-operators-0-id', '2392313');
    await fillField('settings-operators-0-name', 'Lin');
  }

  describe('the PIN', () => {
    test('is asked for first, and a wrong one opens nothing and empties the field', async () => {
      await show();
      await page.click('settings');
      await page.until(`document.activeElement.dataset.testid === 'pin'`);
      await page.type('1111');
      await page.press('Enter');
      await page.until(`${is('pin-error')}.textContent`);
      expect(await page.text('pin-tries'), 'told before the next one has to wait').toContain('4');
      expect(await page.value('pin')).toBe('');
      expect(await page.focused()).toBe('pin');
      expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
      await page.type('246810');
      await page.press('Enter');
      await page.until(is('settings-screen'));
    });

    test('can be given by finger alone', async () => {
      await show();
      await page.click('settings');
      await page.until(is('pin-prompt'));
      const pad = (key: string) =>
        page.evaluate(`${is('pin-prompt')}.querySelector('[data-testid=pad-${key}]').click()`);
      for (const key of ['2', '4', '6', '9', 'backspace', '8', '1', '0', 'enter']) await pad(key);
      await page.until(is('settings-screen'));
    });

    test('that is locked is empty, takes no key and no finger, says for how long, and then takes the right one', async () => {
      await show();
      await preview.till(`memoryTill.settings.refusal = { code: 'pin.locked', waitSeconds: 2 }`);
      await page.click('settings');
      await page.until(is('pin-prompt'));
      await page.type('1111');
      await page.press('Enter');
      await page.until(`${is('pin-wait')}?.textContent.includes('2')`);
      await preview.till('memoryTill.settings.refusal = null');
      await page.type('13');
      await page.click('pad-5');
      await page.press('Enter');
      expect(await page.value('pin')).toBe('');
      expect(await page.evaluate(`${is('pin')}.disabled`)).toBe(true);
      expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
      await page.until(`${is('pin-wait')} === null`);
      expect(await page.focused()).toBe('pin');
      await page.type('246810');
      await page.press('Enter');
      await page.until(is('settings-screen'));
    });

    test('is given up with Escape, and the draft at the counter stays; F4 in there saves nobody', async () => {
      await show();
      await page.type('18651822226');
      await page.click('settings');
      await page.until(`document.activeElement.dataset.testid === 'pin'`);
      await page.press('F4');
      await page.press('F2');
      await page.press('Escape');
      await page.until(`${is('pin-prompt')} === null`);
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await page.focused()).toBe('phone');
      expect(await preview.requests()).toEqual([]);
    });
  });

  describe('the settings', () => {
    test('show no secret, and leave it as it is when its field stays empty', async () => {
      await show();
      await openSettings();
      expect(await page.value('settings-gateway-appSecret')).toBe('');
      expect(await page.evaluate('document.documentElement.outerHTML.includes("kept")')).toBe(
        false,
      );
      await fillField('settings-shopId', 'SH-9');
      await page.click('settings-save');
      await page.until(`${is('settings-screen')} === null`);
      expect(await stored('provision.gateway.appSecret')).toBe('kept');
      expect(await stored('provision.shopId')).toBe('SH-9');
      await page.until(`document.querySelector('.header-shop').textContent.includes('SH-9')`);
    });

    test('another app key asks for its own secret at the field, before anything is stored or tested', async () => {
      await show();
      await openSettings();
      await fillField('settings-gateway-appKey', '99');
      for (const button of ['settings-save', 'connection-test']) {
        await page.click(button);
        await page.until(`${is('settings-gateway-appSecret-error')}.textContent`);
        await page.until('document.activeElement.dataset.testid === "settings-gateway-appSecret"');
      }
      expect(await stored('tested.length')).toBe(0);
      expect(await stored('provision.gateway.appKey')).toBe('12345678');
      await fillField('settings-gateway-appSecret', 'its-own');
      await page.click('settings-save');
      await page.until(`${is('settings-screen')} === null`);
      expect(await stored('provision.gateway')).toMatchObject({
        appKey: '99',
        appSecret: 'its-own',
      });
    });

    test('wrong fields are told at their places, the first one has the focus, and nothing is stored', async () => {
      await show();
      await openSettings();
      await fillField('settings-gateway-url', 'http://gw.example.com');
      await fillField('settings-brandId', '   ');
      await fillField('settings-operators-1-id', '2392313');
      await page.click('settings-save');
      await page.until(`${is('settings-brandId-error')}.textContent`);
      expect(await page.text('settings-gateway-url-error')).toContain('https://');
      expect(await page.text('settings-operators-1-id-error')).not.toBe('');
      expect(await page.text('settings-operators-0-id-error')).toBe('');
      expect(await page.focused()).toBe('settings-gateway-url');
      expect(await stored('provision.brandId')).toBe('21003');
    });

    test('have their sections beside them: one tap to each, which is marked while it is read', async () => {
      await show();
      await openSettings();
      const current = `document.querySelector('.settings-nav [aria-current]').dataset.testid`;
      expect(await page.evaluate(current)).toBe('to-settings-gateway');
      for (const section of ['to-settings-operators', 'to-replace-key-title', 'to-settings-shop']) {
        await page.click(section);
        await page.until(`${current} === '${section}'`);
      }
      await page.press('Tab');
      expect(await page.focused(), 'the first field of the section').toBe('settings-brandId');
      await page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 0)`);
      await page.until(`${current} === 'to-settings-gateway'`);
    });

    test('that are saved say so at the counter, move nothing there, and leave every badge', async () => {
      await show();
      const place = () => page.evaluate(`${is('phone')}.getBoundingClientRect().top`);
      const before = await place();
      await openSettings();
      await page.click('settings-save');
      await page.until(is('settings-saved'));
      expect(await place()).toBe(before);
      expect(await stored('provision.operators[1].badge')).toBe('BADGE-B');
      expect(await page.evaluate('memoryTill.settings.till.operators[1].badge')).toBe('BADGE-B');
      await page.until(`!${is('settings-saved')}`, 8_000);
    });

    test('operators are added and taken away, and the counter has them at once', async () => {
      await show();
      await openSettings();
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
      await show();
      await openSettings();
      await page.evaluate(`${is('settings-locale-en')}.click()`);
      await page.click('settings-save');
      await page.until(`document.documentElement.lang === 'en'`);
    });

    test('unsaved changes are not lost by one Escape; the second one discards them', async () => {
      await show();
      await openSettings();
      await fillField('settings-shopId', 'SH-9');
      await page.press('Escape');
      await page.until(`${is('settings-said')}.textContent`);
      expect(await page.value('settings-shopId')).toBe('SH-9');
      await page.press('Escape');
      await page.until(`${is('settings-screen')} === null`);
      expect(await stored('provision.shopId')).toBe('SH-0042');
    });

    test('are closed by the lock of the screen, with what was typed, and stay closed when it opens', async () => {
      await show({ query: '?lock=0.03' });
      await openSettings();
      await fillField('settings-shopId', 'SH-9');
      await page.until(`${is('unlock-2392313')}`);
      expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
      await page.click('unlock-2392313');
      await page.until(`${is('phone')}.checkVisibility()`);
      expect(await page.evaluate(`document.querySelector('dialog') === null`)).toBe(true);
      expect(await stored('provision.shopId')).toBe('SH-0042');
    });

    test('the PIN is changed by typing it twice alike, and the new one saves', async () => {
      await show();
      await openSettings();
      await fillField('settings-pin-first', '1234');
      await fillField('settings-pin-again', '1243');
      await page.click('change-pin');
      await page.until(`${is('settings-pin-again-error')}.textContent`);
      expect(await stored('pin')).toBe('246810');
      await fillField('settings-pin-again', '1234');
      await page.click('change-pin');
      await page.until(`${is('pin-changed')}.textContent`);
      expect(await stored('pin')).toBe('1234');
      await fillField('settings-shopId', 'SH-9');
      await page.click('settings-save');
      await page.until(`${is('settings-screen')} === null`);
      expect(await stored('provision.shopId')).toBe('SH-9');
    });

    test('a double click changes the PIN once, and saves once', async () => {
      await show();
      await openSettings();
      await fillField('settings-pin-first', '1234');
      await fillField('settings-pin-again', '1234');
      await page.click('change-pin', 2);
      await page.until(`${is('pin-changed')}.textContent`);
      const said = await page.text('pin-changed');
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
      expect(await page.text('pin-changed')).toBe(said);
      expect(await page.text('settings-pin-first-error')).toBe('');
      await fillField('settings-shopId', 'SH-9');
      await page.click('settings-save', 2);
      await page.until(`${is('settings-screen')} === null`);
      expect(await stored('provision.shopId')).toBe('SH-9');
    });

    test('a new data key takes one tap, and the screen says until when the old one is needed', async () => {
      await show();
      await openSettings();
      await preview.till(`(() => {
        const { replaceKey } = memoryTill.bridge;
        memoryTill.replaced = [];
        memoryTill.settings.resealMs = 600_000;
        memoryTill.bridge.replaceKey = (argument) => {
          memoryTill.replaced.push(argument);
          return replaceKey(argument);
        };
      })()`);
      expect(await page.text('key-replaced')).toBe('');
      await page.click('replace-key', 2);
      await page.until(`${is('key-replaced')}.textContent`);
      const running = await page.text('key-replaced');
      expect(await page.evaluate('memoryTill.replaced')).toEqual([{ pin: '246810' }]);
      await preview.till('memoryTill.settings.tell({ isOldKeyNeeded: false })');
      await page.until(`${is('key-replaced')}.textContent !== ${JSON.stringify(running)}`);
      expect(await page.text('key-replaced')).not.toBe('');
    });

    test('a rotation that goes on from before is told at once, and a refusal in its own words', async () => {
      await show();
      await preview.till('memoryTill.settings.tell({ isOldKeyNeeded: true })');
      await openSettings();
      const running = await page.text('key-replaced');
      expect(running).not.toBe('');
      await preview.till(`memoryTill.settings.refusal = { code: 'key.too-many' }`);
      await page.click('replace-key');
      await page.until(`${is('key-replaced')}.textContent !== ${JSON.stringify(running)}`);
      expect(await page.evaluate(`${is('key-replaced')}.dataset.state`)).toBe('failed');
    });

    test('those that were shown before a file was taken over are not saved over it, and that is told', async () => {
      await show();
      await openSettings();
      await preview.till('memoryTill.settings.revision += 1');
      const shop = await stored('provision.shopId');
      await fillField('settings-shopId', 'SH-9');
      await page.click('settings-save');
      await page.until(`${is('settings-said')}.textContent`);
      expect(await stored('provision.shopId')).toEqual(shop);
    });

    test('a refusal of the till is told, and nothing typed is lost', async () => {
      await show();
      await openSettings();
      await preview.till(`memoryTill.settings.refusal = { code: 'store.disk-full' }`);
      await fillField('settings-shopId', 'SH-9');
      await page.click('settings-save');
      await page.until(`${is('settings-said')}.textContent`);
      expect(await page.value('settings-shopId')).toBe('SH-9');
    });

    test('the connection test tries what is typed, without storing it, and goes stale with the next key', async () => {
      await show();
      await openSettings();
      await fillField('settings-gateway-appSecret', 'another');
      await page.click('connection-test');
      await page.until(`${is('connection-verdict')}?.dataset.verdict === 'passed'`);
      expect(await stored('tested')).toMatchObject([{ appKey: '12345678', appSecret: 'another' }]);
      expect(await stored('provision.gateway.appSecret')).toBe('kept');
      await fillField('settings-gateway-appKey', '99');
      expect(await page.evaluate(`${is('connection-verdict')} === null`)).toBe(true);
    });
  });

  describe('the first start', () => {
    test('is done with the keyboard alone, tests the connection by itself, and ends at the phone field', async () => {
      await showWizard();
      expect(await page.focused()).toBe('settings-gateway-appKey');
      await fillGateway();
      await page.press('Enter');
      await step('shop');
      expect(await page.focused()).toBe('settings-brandId');
      await fillShop();
      await page.press('Enter');
      await step('pin');
      await fillField('settings-pin-first', '13579');
      await fillField('settings-pin-again', '13579');
      await page.press('Enter');
      await step('connection');
      await page.until(`${is('connection-verdict')}?.dataset.verdict === 'passed'`);
      expect(await page.text('connection-code'), 'a code is for what went wrong').toBeNull();
      expect(await stored('provision')).toBeNull();
      await page.evaluate(`${is('wizard-next')}.focus()`);
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
      await showWizard();
      await fillGateway();
      await page.click('wizard-next');
      await step('shop');
      const second = `new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 })`;
      await page.evaluate(`${is('wizard-next')}.dispatchEvent(${second})`);
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
      expect(await page.evaluate('document.querySelectorAll("[aria-invalid=true]").length')).toBe(
        0,
      );
    });

    test('a step with mistakes tells them at their fields and does not let go', async () => {
      await showWizard();
      await fillField('settings-gateway-url', 'gw.api.taobao.com');
      await page.press('Enter');
      await page.until(`${is('settings-gateway-appKey-error')}.textContent`);
      expect(await page.focused()).toBe('settings-gateway-url');
      expect(await page.evaluate('document.querySelectorAll("[aria-invalid=true]").length')).toBe(
        3,
      );
      await fillField('settings-gateway-url', 'https://gw.api.taobao.com/router/rest');
      await fillGateway();
      await page.press('Enter');
      await step('shop');
      await page.click('settings-operator-add');
      await page.click('wizard-next');
      await page.until(`${is('settings-operators-1-name-error')}.textContent`);
      expect(await page.focused()).toBe('settings-brandId');
    });

    test('a failed test names its step, says what to do, and the way back keeps what was typed', async () => {
      await showWizard();
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
      await fillField('settings-pin-first', '13579');
      await fillField('settings-pin-again', '13579');
      await page.press('Enter');
      await page.until(`${is('connection-verdict')}?.dataset.verdict === 'failed'`);
      expect(
        await page.evaluate(
          `[...document.querySelectorAll('.connection-step')].map((e) => e.dataset.state)`,
        ),
      ).toEqual([...Array(5).fill('passed'), 'failed', 'not-reached', 'not-reached']);
      expect(await page.text('problem-sign')).toContain('App Secret');
      expect(await page.text('connection-code')).toContain('25');
      await page.click('fix-sign');
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
      await showWizard();
      await page.click('locale');
      await page.until(`document.documentElement.lang === 'en'`);
      await fillGateway();
      await page.press('Enter');
      await step('shop');
      expect(await page.evaluate(`${is('settings-locale-en')}.checked`)).toBe(true);
    });
  });

  test('the strict policy finds nothing to refuse', () => {
    const hint = 'Password forms should have';
    expect(preview.complaints.filter((complaint) => !complaint.includes(hint))).toEqual([]);
  });
});
