import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { DoublePress } from './DoublePress.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, register, shown } from './states/steps.ts';

const PHONE = '18651822226';
const LOCKED = `document.querySelector('[data-testid=lock-screen]')`;

describe.skipIf(!hasChromium)('the second half of a double press', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const hand = new DoublePress(page);

  /** As a key or an assistive program: it counts at once. */
  const open = (testId: string) =>
    page.evaluate(`document.querySelector('[data-testid="${testId}"]').click()`);
  const gone = (testId: string) => page.until(`!document.querySelector('[data-testid=${testId}]')`);
  const isTicked = (testId: string) =>
    page.evaluate<boolean>(`document.querySelector('[data-testid=${testId}]').checked`);
  /** Notes what the page asks the till for from now on. */
  const listenTo = (...calls: string[]) =>
    preview.till(`const { bridge } = memoryTill; window.called = [];
      for (const name of ${JSON.stringify(calls)}) {
        const call = bridge[name];
        bridge[name] = (given) => { window.called.push(name); return call(given); };
      }`);
  const called = () => page.evaluate<string[]>('window.called');

  test.each([120, 250])(
    'of a finger that gives up the PIN agrees to nothing behind it, and nobody is registered (%s ms)',
    async (gapMs) => {
      await preview.show({ width: 420, height: 800 });
      await page.type(PHONE);
      const consent = await hand.box('consent');
      await open('settings');
      await shown(page, 'pin-prompt');
      await hand.ofFinger(hand.common(await hand.box('pin-cancel'), consent), gapMs);
      await gone('pin-prompt');
      expect(await isTicked('consent')).toBe(false);
      await page.press('F4');
      await shown(page, 'consent-missing');
      expect(await preview.requests()).toEqual([]);
    },
  );

  test('of a finger that picks the day of a birthday chooses no gender behind it', async () => {
    await page.type(PHONE);
    const gender = await hand.box('gender-0');
    await open('pick-birthday');
    for (const step of ['decade-1990', 'year-1990', 'month-1']) {
      await shown(page, `birthday-${step}`);
      await open(`birthday-${step}`);
    }
    await shown(page, 'birthday-day-1');
    await hand.ofFinger(hand.common(await hand.box('birthday-day-1'), gender));
    await gone('birthday-picker');
    expect(await page.value('birthday')).toBe('1990-01-01');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.member.gender).toBeNull();
  });

  test('that unlocks the screen agrees to nothing behind it', async () => {
    const many = Array.from({ length: 20 }, (_, place) => ({
      id: String(2392313 + place),
      name: `Operator ${place}`,
    }));
    await preview.till(`memoryTill.settings.tell({ operators: ${JSON.stringify(many)} })`);
    await page.type(PHONE);
    const consent = await hand.box('consent');
    await page.press('F9');
    await page.until(LOCKED);
    for (const { id } of many) {
      const row = await hand.box(`unlock-${id}`);
      const place = tryCommon(() => hand.common(row, consent));
      if (place === null) continue;
      await hand.ofMouse(place);
      break;
    }
    await page.until(`!${LOCKED}`);
    expect(await isTicked('consent')).toBe(false);
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test.each([
    { width: 420, height: 600, query: '?locale=en' },
    { width: 1024, height: 768, zoom: 2 },
  ])('on “save” does not say that a correction is of somebody else ($width)', async (look) => {
    await preview.show(look);
    await preview.till('memoryTill.switches.online = false');
    await register(preview, PHONE, '王芳');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=name]').value === '王芳'`);
    await fill(page, 'name', '李强');
    await fill(page, 'remark', '常客');
    await page.press('F4');
    await shown(page, 'correction');
    const other = await hand.box('correction-other');
    await page.press('Escape');
    await gone('correction');
    await page.press('F5');
    await hand.ofMouse(hand.common(await hand.box('save'), other));
    await shown(page, 'correction');
    await page.hasLooked();
    expect((await preview.requests()).slice(1)).toEqual([]);
    expect(await page.text('correction')).not.toBeNull();
  });

  test.each(['zh-CN', 'en'])(
    'on “new queue” sets no queue aside where no PIN is known (%s)',
    async (locale) => {
      await preview.show({
        width: 420,
        height: 800,
        query: `?closed=unwrap-failed&pin=none&locale=${locale}`,
        until: `document.querySelector('[data-testid=key-new]')`,
      });
      await listenTo('startNewQueue');
      await open('key-new');
      await shown(page, 'key-confirm');
      const begin = await hand.box('key-begin');
      await open('key-back');
      await gone('key-confirm');
      await hand.ofFinger(hand.common(await hand.box('key-new'), begin));
      await shown(page, 'key-confirm');
      expect(await called()).toEqual([]);
    },
  );

  test('on one of the latest saves neither corrects it nor sends it again', async () => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    for (let digit = 0; digit < 6; digit += 1)
      await register(preview, `1865182222${digit}`, '王芳', 'held');
    await listenTo('readForCorrection', 'sendHeldAgain');
    const line = (number: number) => `line-S-000${number}`;
    const lines = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => hand.box(line(n))));
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await shown(page, 'correct');
    const places = [];
    for (const action of ['correct', 'send-again']) {
      const button = await hand.box(action);
      for (const box of lines) places.push(tryCommon(() => hand.common(box, button)));
    }
    await page.press('F8');
    await gone('queue-panel');
    const hits = places.filter((place) => place !== null);
    expect(hits).not.toEqual([]);
    for (const place of hits) {
      await hand.ofMouse(place);
      await shown(page, 'queue-panel');
      expect(await called()).toEqual([]);
      await page.press('F8');
      await gone('queue-panel');
    }
  });

  test.each([
    { width: 420, height: 800, zoom: 1 },
    { width: 1366, height: 768, zoom: 1.25 },
  ])('that puts a settings file off presses nothing behind it ($width)', async (look) => {
    await preview.show(look);
    await page.type(PHONE);
    const behind = ['refuse', 'save', 'clear', 'consent', 'marketing'];
    const boxes = await Promise.all(behind.map((testId) => hand.box(testId)));
    await preview.till(`memoryTill.settings.tell({ question: { id: 9, leavesBehind: false,
      needs: 'pin', changes: [{ part: 'address', from: 'https://a.example', to: 'https://b.example' }] } })`);
    await shown(page, 'pin-prompt');
    const cancel = await hand.box('pin-cancel');
    const place = boxes
      .map((box) => tryCommon(() => hand.common(cancel, box)))
      .find((found) => found !== null);
    if (place === undefined) throw new Error('nothing lies behind it');
    await hand.ofFinger(place);
    await gone('pin-prompt');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await isTicked('consent')).toBe(false);
    expect(await page.text('consent-missing')).toBeNull();
    expect(await page.text('result-refused')).toBeNull();
  });

  test('on “close” of changed settings does not throw the changes away', async () => {
    await page.click('settings');
    await page.until(`document.activeElement.dataset.testid === 'pin'`);
    await page.type('246810');
    await page.press('Enter');
    await shown(page, 'settings-screen');
    await fill(page, 'settings-shopId', 'SH-9');
    const close = await hand.box('settings-cancel');
    await hand.ofFinger(hand.common(close, close));
    expect(await page.value('settings-shopId')).toBe('SH-9');
    await page.tap('settings-cancel');
    await gone('settings-screen');
  });
});

describe.skipIf(!hasChromium)('a press', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const isTicked = () =>
    page.evaluate<boolean>(`document.querySelector('[data-testid=consent]').checked`);
  const middle = (testId: string) =>
    page.evaluate<{ x: number; y: number }>(`(() => {
      const box = document.querySelector('[data-testid=${testId}]').getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    })()`);
  const pause = (milliseconds: number) =>
    page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`);

  test('of a finger that was down before something came by itself counts for nobody', async () => {
    await page.type(PHONE);
    await page.press('F9');
    await page.until(LOCKED);
    await page.until(`document.activeElement.dataset.testid === 'unlock-2392313'`);
    const point = await middle('unlock-2392313');
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
    await page.hasLooked();
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: true });
    const touchPoints = [point];
    await page.browser.call('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await page.press('F9');
    await page.until(LOCKED);
    await page.browser.call('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: false });
    await pause(100);
    expect(await page.evaluate(`!!${LOCKED}`)).toBe(true);
  });

  test('that nobody can have meant moves no focus', async () => {
    await page.press('F9');
    await page.until(LOCKED);
    // However late a busy page hears of it.
    const timestamp = (Date.now() + 100) / 1000;
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
    const at = async (type: string) => {
      const press = { type, ...(await middle('name')), button: 'left', clickCount: 1, timestamp };
      await page.browser.call('Input.dispatchMouseEvent', press);
    };
    await at('mousePressed');
    await at('mouseReleased');
    await page.until(`document.activeElement.dataset.testid === 'phone'`);
    await page.type('186');
    expect(await page.value('phone')).toBe('186');
    await page.click('name');
    expect(await page.focused()).toBe('name');
  });

  test('counts half a second after something has come or gone', async () => {
    await page.press('F9');
    await page.until(LOCKED);
    await pause(550);
    const { x, y } = await middle('unlock-2392313');
    for (const type of ['mousePressed', 'mouseReleased'])
      await page.browser.call('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: 'left',
        clickCount: 1,
      });
    await page.until(`!${LOCKED}`);
  });

  test('of a key counts at once', async () => {
    await page.press('F9');
    await page.until(`document.activeElement.dataset.testid === 'unlock-2392313'`);
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
  });

  test('beside the picker closes it, and counts', async () => {
    await page.click('pick-birthday');
    await shown(page, 'birthday-picker');
    await page.click('consent');
    await page.until(`!document.querySelector('[data-testid=birthday-picker]')`);
    expect(await isTicked()).toBe(true);
  });

  test('on the number pad counts as often as it comes', async () => {
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: true });
    const touchPoints = [await middle('pad-1')];
    for (let tap = 0; tap < 11; tap += 1) {
      await page.browser.call('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await page.browser.call('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    }
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: false });
    await page.until(`document.querySelector('[data-testid=phone]').value.length >= 11`);
    expect((await page.value('phone')).replaceAll(' ', '')).toBe('11111111111');
  });
});

/** Null where they have no place in common. */
function tryCommon<Place>(common: () => Place): Place | null {
  try {
    return common();
  } catch {
    return null;
  }
}
