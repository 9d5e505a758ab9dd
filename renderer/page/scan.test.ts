import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM } from './Chromium.ts';
import type { Page } from './Page.ts';
import { PreviewTill } from './PreviewTill.ts';
import { ScannerGun } from './ScannerGun.ts';

const hasChromium = spawnSync(CHROMIUM, ['--version']).status === 0;

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const ALIPAY = '2088328921390232';

describe.skipIf(!hasChromium)('the scanner at the page, in a real Chromium', () => {
  let preview: PreviewTill;
  let page: Page;
  let gun: ScannerGun;

  beforeAll(async () => {
    preview = await PreviewTill.start();
    page = preview.page;
    gun = new ScannerGun(page);
  });
  beforeEach(() => preview.show());
  afterAll(() => preview?.stop());

  const notice = () =>
    page.evaluate<string | null>(
      `document.querySelector('[data-testid=scan-notice]')?.dataset.kind ?? null`,
    );
  const told = (kind: string) =>
    page.until(`document.querySelector('[data-testid=scan-notice][data-kind=${kind}]')`);
  const focus = (testId: string) =>
    page.evaluate(`document.querySelector('[data-testid="${testId}"]').focus()`);
  const form = () =>
    page.evaluate<Record<string, string>>(`Object.fromEntries(
      ['phone', 'name', 'birthday', 'outer-type', 'outer-id', 'remark'].map((id) =>
        [id, document.querySelector('[data-testid=' + id + ']').value]))`);
  const EMPTY = { phone: '', name: '', birthday: '', 'outer-type': '', 'outer-id': '', remark: '' };

  test.each([
    'phone',
    'name',
    'gender-1',
    'birthday',
    'outer-type',
    'outer-id',
    'remark',
    'save',
    'clear',
    'operator',
    'locale',
  ])(
    'with the focus on %s every code goes where it belongs, and nothing is pressed',
    async (place) => {
      await focus(place);
      await gun.scan(WECHAT);
      await told('outerId');
      expect(await form()).toEqual({ ...EMPTY, 'outer-type': 'wechat', 'outer-id': WECHAT });
      await focus(place);
      await gun.scan('+86 186-5182-2226', { terminator: 'Tab' });
      await told('mobile');
      expect(await form()).toEqual({
        ...EMPTY,
        phone: '186 5182 2226',
        'outer-type': 'wechat',
        'outer-id': WECHAT,
      });
      await focus(place);
      await gun.scan(ALIPAY);
      await page.until(`document.querySelector('[data-testid=outer-type]').value === 'alipay'`);
      expect(await page.value('outer-id')).toBe(ALIPAY);
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await preview.requests()).toEqual([]);
      expect(await page.evaluate(`document.querySelectorAll('[role=menu]').length`)).toBe(0);
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    },
  );

  test('debug', async () => {
    await page.evaluate(
      `window.seen = []; ['keydown','compositionstart','compositionend','input','beforeinput'].forEach((n) => addEventListener(n, (e) => seen.push([n, e.code, e.key, e.keyCode, e.isComposing, e.data, Math.round(e.timeStamp), e.target.value]), true)), 0`,
    );
    await focus('name');
    await gun.scan('18651822226', { inputMethod: true });
    await new Promise((r) => setTimeout(r, 200));
    console.log(
      await page.evaluate('seen.map((x) => x.join(" ")).join("\\n")'),
      await form(),
      await notice(),
      await page.focused(),
    );
  });
});
