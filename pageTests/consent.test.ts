import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

const MISSING = `document.querySelector('[data-testid=consent-missing]')`;

describe.skipIf(!hasChromium)('the consent of the customer', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const isTicked = (box: string) =>
    page.evaluate<boolean>(`document.querySelector('[data-testid=${box}]').checked`);

  test('is ticked for nobody, and without it nothing is registered', async () => {
    expect(await isTicked('consent')).toBe(false);
    expect(await isTicked('marketing')).toBe(false);
    await page.type('18651822226');
    await page.press('F4');
    await page.until(MISSING);
    expect(await page.focused()).toBe('consent');
    expect(await preview.requests()).toEqual([]);
    await page.press('Space');
    await page.press('Enter');
    await preview.confirmed();
  });

  test('is asked for beside the phone field, with both ways on, and by a frame around its box', async () => {
    const frame = () =>
      page.evaluate<string>(`(({ outlineStyle, outlineWidth }) => outlineStyle + ' ' + outlineWidth)(
        getComputedStyle(document.querySelector('.consent')))`);
    const before = await frame();
    await page.type('18651822226');
    await page.press('F4');
    await page.until(MISSING);
    for (const key of ['F5', 'F12']) expect(await page.text('consent-missing')).toContain(key);
    expect(await page.evaluate(`!!${MISSING}.closest('.scan-spot')`)).toBe(true);
    await page.focus('phone');
    expect(before).not.toBe('solid 2px');
    expect(await frame()).toBe('solid 2px');
  });

  test.each(['phone', 'name', 'gender-1', 'birthday', 'outer-type', 'remark', 'save', 'locale'])(
    'is given with F5 wherever the focus is (%s)',
    async (place) => {
      await page.focus(place);
      await page.press('F5');
      expect(await isTicked('consent')).toBe(true);
      expect(await page.focused()).toBe(place);
    },
  );

  test('is asked for until it is there: F5 ends the question', async () => {
    await page.type('18651822226');
    await page.press('F4');
    await page.until(MISSING);
    await page.press('F5');
    await page.until(`!${MISSING}`);
    await page.press('F4');
    await preview.confirmed();
  });

  test('goes with the save: when, to which notice, asked by whom, and marketing apart', async () => {
    const before = Date.now();
    await page.type('18651822226');
    await page.click('consent');
    await page.press('F4');
    await preview.confirmed();
    const [request] = await preview.requests();
    expect(request?.consent).toMatchObject({
      noticeVersion: 'v3',
      operatorId: '2392313',
      marketing: false,
    });
    expect(request?.consent?.at).toBeGreaterThanOrEqual(before);
    expect(request?.consent?.at).toBeLessThanOrEqual(Date.now());
    expect(JSON.stringify(request?.member)).not.toContain('v3');
  });

  test('is to a notice with the version that the chain gave it; that of the program’s own words is only stored', async () => {
    expect(await page.evaluate(`document.querySelector('.consent').textContent`)).toContain('v3');
    await preview.show({ query: '?notice=built-in' });
    expect(await page.evaluate('document.body.textContent')).not.toContain('tillside-1');
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.consent?.noticeVersion).toBe('tillside-1');
  });

  test('to marketing is neither needed nor given along with the other', async () => {
    await page.type('18651822226');
    await page.click('marketing');
    await page.press('F4');
    await page.until(MISSING);
    await page.press('F5');
    await page.press('F4');
    await preview.confirmed();
    expect((await preview.requests())[0]?.consent?.marketing).toBe(true);
  });

  test('is asked of every customer anew', async () => {
    await page.type('18651822226');
    await page.click('marketing');
    await preview.save();
    await preview.confirmed();
    expect(await isTicked('consent')).toBe(false);
    expect(await isTicked('marketing')).toBe(false);
  });

  test('can be withdrawn before the save, with the same key', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.press('F5');
    await page.press('F4');
    await page.until(MISSING);
    expect(await preview.requests()).toEqual([]);
  });

  test('refused: one key, no question, nothing kept, and the checkout goes on', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.until('memoryTill.draft()');
    await page.press('F12');
    await page.until(`document.querySelector('[data-testid=result-refused]')`);
    expect(await page.value('phone')).toBe('');
    expect(await isTicked('consent')).toBe(false);
    expect(await page.focused()).toBe('phone');
    await page.until('memoryTill.draft() === null');
    await page.press('F3');
    expect(await page.value('phone')).toBe('');
    expect(await preview.requests()).toEqual([]);
    await page.type('18651822227');
    await preview.save();
    await preview.confirmed();
  });

  test('of a cleared form comes back with it', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.press('F2');
    expect(await isTicked('consent')).toBe(false);
    await page.press('F3');
    expect(await isTicked('consent')).toBe(true);
  });

  test('to a notice that has changed since is told, and nothing is lost', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'consent.outdated'`);
    await page.type('18651822226');
    await preview.save();
    await page.until(`document.querySelector('[data-code="consent.outdated"]')`);
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('is none any more once the till belongs to another brand: what was typed stays, and the customer is asked again', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.click('marketing');
    await preview.till(`memoryTill.settings.tell({ brandId: 'another' })`);
    await page.until(`document.querySelector('[data-testid=consent-lost]')`);
    expect(await isTicked('consent')).toBe(false);
    expect(await isTicked('marketing')).toBe(false);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.until('memoryTill.draft()?.consent === null');
    await page.press('F4');
    await page.until(MISSING);
    expect(await preview.requests()).toEqual([]);
    await page.press('F5');
    await page.press('F4');
    await preview.confirmed();
    const [request] = await preview.requests();
    expect(request?.consent).toMatchObject({ brandId: 'another', marketing: false });
  });

  test.each([
    ['of the chain', '', 'You may withdraw at any time.'],
    ['that the program brings along', '?notice=built-in&locale=en', '7 days'],
  ])(
    'the notice %s can be read at the till, and no key reaches the form behind it',
    async (_, query, words) => {
      await preview.show({ query });
      await page.type('18651822226');
      await page.click('read-notice');
      await page.until(`document.querySelector('[data-testid=notice]')?.open`);
      expect(await page.text('notice')).toContain(words);
      for (const key of ['F2', 'F4', 'F5', 'F12']) await page.press(key);
      expect(await page.value('phone')).toBe('186 5182 2226');
      await page.press('Escape');
      await page.until(`!document.querySelector('[data-testid=notice]')`);
      expect(await page.focused()).toBe('consent');
      expect(await isTicked('consent')).toBe(false);
      expect(await page.value('phone')).toBe('186 5182 2226');
    },
  );

  test.each(['', '?locale=en'])('nothing moves for it (%s)', async (query) => {
    for (const width of [1024, 819]) {
      await preview.show({ query, width });
      const places = () =>
        page.evaluate<number[]>(`['name', 'remark', 'save'].map((id) =>
          document.querySelector('[data-testid=' + id + ']').getBoundingClientRect().top + scrollY)`);
      const before = await places();
      await page.type('18651822226');
      await page.press('F4');
      await page.until(MISSING);
      expect(await places(), `missing at ${width}`).toEqual(before);
      await page.press('F12');
      expect(await places(), `refused at ${width}`).toEqual(before);
      await page.type('1');
      await page.press('F2');
      expect(await places(), `cleared at ${width}`).toEqual(before);
    }
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
