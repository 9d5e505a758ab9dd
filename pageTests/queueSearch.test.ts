import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import type { Page } from './Page.ts';
import type { ShowOptions } from './PreviewTill.ts';

/** Saves of one person each, 0138 0013 8001 and on; what some of them have become. */
const filled = (become: Record<number, object>, count = 12) => `
  const become = ${JSON.stringify(become)};
  for (let number = 1; number <= ${count}; number += 1) {
    const requestId = String(number).padStart(32, '0');
    const mobile = String(13800138000 + number);
    const masked = { mobile: '138****' + mobile.slice(-4), name: '' };
    memoryTill.outbox.add(requestId, JSON.stringify({ mobile }), masked, Date.now(),
      { operatorId: '2392313', correctionOf: null });
    if (become[number]) memoryTill.outbox.change(requestId, become[number]);
  }`;

const rejected = { state: 'held', heldReason: 'rejected', code: '50', attempts: 1 };
const THREE_HELD = { 3: rejected, 5: rejected, 7: rejected };

const ACCEPTED = { state: 'accepted' };
const ONE_WAITS = Object.fromEntries(
  [1, 2, 4, 6, 8, 9, 10, 11].map((number) => [number, ACCEPTED]),
);

const shown = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const ROWS = `document.querySelectorAll('.queue-row')`;
const ALL_CHOSEN = `[...document.querySelectorAll('[aria-selected=true]')].map((row) => row.textContent)`;

/** Makes every call of the list take so many ms; with `fails`, none is answered while that is so. */
const SLOW = (milliseconds: number) => `
  const { listSaves } = memoryTill.bridge;
  memoryTill.bridge.listSaves = async (query) => {
    await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
    if (memoryTill.fails) throw new Error('no answer');
    return listSaves(query);
  }`;

describe.skipIf(!hasChromium)('who looks for a save, in a real Chromium', () => {
  const fill = async (become: Record<number, object>, options: ShowOptions = {}) => {
    await preview.show(options);
    await preview.till('memoryTill.switches.online = false');
    await preview.till(filled(become));
  };
  const open = async () => {
    await page.press('F8');
    await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    await page.until(shown('queue-rows'));
  };
  const detail = (slip: string) => `${shown('queue-detail')}?.textContent.includes('${slip}')`;
  const chosen = () => page.evaluate<string[]>(ALL_CHOSEN);

  const preview = givenPreview();
  const { page } = preview;
  beforeEach(() => fill(THREE_HELD));

  test.each(['13800138004', '138 0013 8004', '8004', '4', 's4'])(
    '%s finds the save of whoever has that number, or the slip',
    async (search) => {
      await open();
      await page.type(search);
      await page.until(detail('S-0004'));
      expect(await chosen()).toHaveLength(1);
    },
  );

  test('the field and the answer that there is none both say what can be looked for: the first digits cannot', async () => {
    await open();
    const hint = await page.evaluate<string>(`${shown('queue-search')}.placeholder`);
    expect(hint).toContain('手机尾号');
    // The browser keeps place at the end for the cross that clears the field.
    const isWhole = `(() => {
      const field = ${shown('queue-search')};
      const pen = document.createElement('canvas').getContext('2d');
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      pen.font = font;
      return pen.measureText(field.placeholder).width
        <= field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 16;
    })()`;
    expect(await page.evaluate(isWhole)).toBe(true);
    await page.type('1380');
    await page.until(`document.querySelector('.queue-nothing')`);
    const words = await page.evaluate<string>(
      `document.querySelector('.queue-nothing').textContent`,
    );
    for (const what of ['单号', '后四位', '完整手机号']) expect(words).toContain(what);
  });

  test.each([
    ['pasted over the first', async (slip: string) => page.insert(slip)],
    ['typed over it', async (slip: string) => page.type(slip)],
  ])(
    'what a second search finds is shown, and never what the first one found: %s',
    async (_how, search) => {
      await open();
      await page.insert('0003');
      await page.until(detail('S-0003'));
      await page.evaluate('document.activeElement.select()');
      await search('0005');
      await page.until(`${ALL_CHOSEN}.length === 1`);
      expect(await page.evaluate(detail('S-0005'))).toBe(true);
      expect(await chosen()).toEqual([expect.stringContaining('S-0005')]);
      for (const _press of ['to the list', 'to its buttons', 'correct']) await page.press('Enter');
      await page.until(`${shown('phone')}.value !== ''`);
      expect(await page.value('phone')).toBe('138 0013 8005');
    },
  );

  test('a slip that is typed as a hand types it is shown, and not the one that its first digit names', async () => {
    await open();
    await page.type('1');
    await page.until(detail('S-0001'));
    await page.type('2');
    await page.until(`${ALL_CHOSEN}.some((row) => row.includes('S-0012'))`);
    expect(await page.evaluate(detail('S-0012'))).toBe(true);
  });

  test('where nothing is found, or several are listed, nobody is shown whom the search or filter before had found', async () => {
    await fill({ ...THREE_HELD, ...ONE_WAITS });
    await open();
    await page.click('filter-waiting');
    await page.until(`${ROWS}.length === 1 && ${shown('row-S-0012')}`);
    await page.click('filter-held');
    await page.until(`${ROWS}.length === 3`);
    expect(await page.text('queue-detail')).toBeNull();
    await page.focus('queue-search');
    await page.insert('0003');
    await page.until(detail('S-0003'));
    await page.evaluate('document.activeElement.select()');
    await page.insert('9999');
    await page.until(shown('queue-nothing'));
    expect(await page.text('queue-detail')).toBeNull();
  });

  test('with several hits none is chosen for anybody', async () => {
    await preview.till(`memoryTill.outbox.add('f'.repeat(32), '{"mobile":"13900138004"}',
      { mobile: '139****8004', name: '' }, Date.now())`);
    await open();
    await page.type('8004');
    await page.until(`document.querySelectorAll('.queue-row').length === 2`);
    expect(await chosen()).toEqual([]);
    expect(await page.text('queue-panel')).toContain('选一条记录');
  });

  test('the only save that needs somebody is chosen as the panel opens; of several none is', async () => {
    await open();
    expect(await chosen()).toEqual([]);
    await page.press('Escape');
    await fill({ 5: rejected });
    await open();
    await page.until(detail('S-0005'));
    expect(await page.focused()).toBe('queue-search');
    await page.press('ArrowDown');
    await page.press('Enter');
    expect(await page.focused()).toBe('correct');
  });

  test.each(['S-0012', 'S-0007'])(
    'a recent save that is tapped (%s) is shown in the panel',
    async (slip) => {
      await page.evaluate(`${shown(`line-${slip}`)}.querySelector('button').click()`);
      await page.until(detail(slip));
      await page.until(`document.querySelector('[aria-selected=true]')`);
      expect(await chosen()).toEqual([expect.stringContaining(slip)]);
      await page.press('Escape');
      expect(await page.focused()).toBe('phone');
      await open();
      expect(await chosen()).toEqual([]);
    },
  );

  test('a chosen save that leaves the list stays beside it: no other row looks chosen, and the arrows go on from its gap', async () => {
    await open();
    await page.click('row-S-0005');
    await page.until(detail('S-0005'));
    await preview.till(`memoryTill.outbox.change('5'.padStart(32, '0'), { state: 'accepted' })`);
    await page.until(`document.querySelectorAll('.queue-row').length === 2`);
    expect(await page.evaluate(detail('S-0005'))).toBe(true);
    await page.until(`${shown('queue-detail')}.textContent.includes('已入会')`);
    expect(await chosen()).toEqual([]);
    await page.evaluate(`${shown('queue-rows')}.focus()`);
    await page.press('ArrowDown');
    await page.until(detail('S-0003'));
    expect(await chosen()).toEqual([expect.stringContaining('S-0003')]);
  });

  test('a row that is chosen before it was read stays the one that was read there', async () => {
    await preview.show();
    await preview.till('memoryTill.switches.online = false');
    await preview.till(filled({}, 150));
    await preview.till(SLOW(200));
    await open();
    await page.until(shown('row-S-0150'));
    await page.evaluate(`${shown('queue-rows')}.focus()`);
    await page.press('End');
    await page.until(detail('S-0001'));
    await preview.till(filled({}, 1).replace('String(number)', "String('new')"));
    await page.until(`document.getElementById('save-150')?.textContent.includes('S-0001')`);
    expect(await page.evaluate(detail('S-0001'))).toBe(true);
    expect(await chosen()).toEqual([expect.stringContaining('S-0001')]);
  });

  test.each([150, 400])(
    'the list and the chosen save follow a queue that moves all the time, at %i ms a call',
    async (takes) => {
      await preview.till(SLOW(takes));
      await preview.till(`memoryTill.moving = setInterval(() => memoryTill.outbox.changed(), 40)`);
      await open();
      await page.click('filter-all');
      await page.until(shown('row-S-0012'));
      await page.click('row-S-0012');
      await page.until(detail('S-0012'));
      await preview.till(`memoryTill.outbox.change('12'.padStart(32, '0'), { state: 'accepted' })`);
      await page.until(`${shown('row-S-0012')}.textContent.includes('已入会')`);
      await page.until(`${shown('queue-detail')}.textContent.includes('已入会')`);
      await preview.till('clearInterval(memoryTill.moving)');
    },
  );

  test('a list that cannot be read says so, keeps what it has, and is read again by itself', async () => {
    await preview.till(SLOW(0));
    await open();
    await preview.till('memoryTill.fails = true');
    await preview.till(
      `memoryTill.outbox.change('9'.padStart(32, '0'), ${JSON.stringify(rejected)})`,
    );
    await page.until(shown('queue-read-failure'));
    expect(await page.text('queue-read-failure')).toContain('秒后再试');
    expect(await page.evaluate(`document.querySelectorAll('.queue-row').length`)).toBe(3);
    await preview.till('memoryTill.fails = false');
    await page.until(shown('row-S-0009'));
    await page.until(`!${shown('queue-read-failure')}`);
  });

  test.each([
    ['after the panel was closed', (at: Page) => at.press('Escape')],
    ['after another save was chosen', (at: Page) => at.click('row-S-0007')],
  ])('a correction that is answered %s fills nothing', async (_when, goesOn) => {
    await preview.till(`const { readForCorrection } = memoryTill.bridge;
      memoryTill.bridge.readForCorrection = async (choice) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        memoryTill.answered = true;
        return readForCorrection(choice);
      }`);
    await open();
    await page.click('row-S-0005');
    await page.until(shown('correct'));
    await page.click('correct');
    await goesOn(page);
    await page.until('memoryTill.answered');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    expect(await page.text('correcting')).toBeNull();
    if ((await page.text('queue-panel')) !== null) await page.press('F8');
    await page.type('1865');
    expect(await page.value('phone')).toBe('186 5');
  });

  test('Escape at "why discard?" gives up that question alone', async () => {
    await open();
    await page.click('row-S-0005');
    await page.until(shown('discard'));
    await page.click('discard');
    await page.until(shown('discard-reasons'));
    await page.press('Escape');
    await page.until(`!${shown('discard-reasons')}`);
    expect(await page.focused()).toBe('discard');
    expect(await page.evaluate(detail('S-0005'))).toBe(true);
    await page.press('Escape');
    await page.until(`!${shown('queue-panel')}`);
  });

  test('what is closed has one filter: of a discarded save it says why, by whom and when; a corrected one is called corrected, a moved one moved', async () => {
    await fill({
      2: {
        state: 'discarded',
        closedReason: 'manager',
        closing: { reason: 'duplicate', operatorId: '2392313' },
      },
      4: { state: 'discarded', closedReason: 'corrected' },
      6: { state: 'discarded', closedReason: 'moved' },
    });
    await open();
    // All three, so by a word that is true of each of them.
    const filter = `${shown('filter-discarded')}.closest('label').textContent`;
    expect(await page.evaluate(filter)).toBe('已结束 3');
    await page.click('filter-discarded');
    await page.until(shown('row-S-0004'));
    expect(await page.text('row-S-0004')).toContain('已更正');
    expect(await page.text('row-S-0006')).toContain('已移交');
    expect(await page.text('row-S-0002')).toContain('已作废');
    await page.click('row-S-0002');
    await page.until(detail('S-0002'));
    expect(await page.text('queue-detail')).toMatch(/重复登记，\d\d:\d\d，工号 2392313/);
  });

  test.each([
    [1024, 768],
    [1366, 768],
    [1920, 1080],
    [420, 768],
    [512, 384],
  ])(
    'at %i × %i it shows whole rows only, and no two scroll bars side by side',
    async (width, height) => {
      await fill(THREE_HELD, { width, height });
      await open();
      await page.click('filter-all');
      await page.until(shown('row-S-0012'));
      const cut = `(() => {
      const list = ${shown('queue-rows')}.getBoundingClientRect();
      return [...document.querySelectorAll('.queue-row')].map((row) => row.getBoundingClientRect())
        .filter(({ top, bottom }) => (top < list.bottom - 1 && bottom > list.bottom + 1) ||
          (bottom > list.top + 1 && top < list.top - 1)).length;
    })()`;
      expect(await page.evaluate(cut)).toBe(0);
      await page.evaluate(`${shown('queue-rows')}.scrollTop = 130`);
      await page.until(`${cut} === 0`);
      const bars = `[...document.querySelectorAll('html, dialog, dialog *')].filter((element) =>
      element.scrollHeight > element.clientHeight + 1 && element.offsetWidth - element.clientWidth > 6 &&
      (['auto', 'scroll'].includes(getComputedStyle(element).overflowY) || (element === document.documentElement && innerWidth > element.clientWidth && getComputedStyle(element).overflowY !== 'hidden'))).map((element) => {
        const { right, top, bottom } = element.getBoundingClientRect();
        return { right, top, bottom };
      })`;
      const all = await page.evaluate<{ right: number; top: number; bottom: number }[]>(bars);
      for (const [index, one] of all.entries()) {
        for (const other of all.slice(index + 1)) {
          const isBeside = Math.min(one.bottom, other.bottom) > Math.max(one.top, other.top);
          expect(isBeside && Math.abs(one.right - other.right) < 40).toBe(false);
        }
      }
    },
  );

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
