import { beforeEach, describe, expect, test } from 'vitest';
import type { RegisterRequest } from '../app/ipc/bridge.ts';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import type { ShowOptions } from './PreviewTill.ts';

const PIN = '246810';

/** Fills the till in memory: `count` saves, of which the named ones have come to something. */
const filled = (count: number, become: Record<number, object> = {}) => `
  const become = ${JSON.stringify(become)};
  const { outbox } = memoryTill;
  const { changed } = outbox;
  outbox.changed = () => undefined;
  for (let number = 1; number <= ${count}; number += 1) {
    const requestId = String(number).padStart(32, '0');
    const mobile = String(13800138000 + number);
    const masked = { mobile: '138****' + mobile.slice(-4), name: '' };
    outbox.add(requestId, JSON.stringify({ mobile, name: 'Li' }), masked, Date.now(),
      { operatorId: '2392313', correctionOf: null });
    if (become[number]) outbox.change(requestId, become[number]);
  }
  outbox.changed = changed;
  outbox.changed();`;

const HELD = {
  3: {
    state: 'held',
    heldReason: 'rejected',
    code: '50',
    subCode: 'isv.invalid-parameter:birthday',
    field: 'birthday',
    text: 'no such day',
    attempts: 1,
  },
  5: { state: 'held', heldReason: 'stale', attempts: 2 },
  6: { state: 'discarded', closedReason: 'manager' },
  7: { state: 'accepted' },
};

const shown = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('the queue panel, in a real Chromium', () => {
  const open = async (options: ShowOptions = {}, till = filled(8, HELD)) => {
    await preview.show(options);
    await preview.till('memoryTill.switches.online = false');
    await preview.till(till);
    await page.press('F8');
    await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    await page.until(shown('queue-rows'));
  };
  const choose = async (slip: string) => {
    await page.until(shown(`row-${slip}`));
    await page.click(`row-${slip}`);
    await page.until(`${shown('queue-detail')}?.textContent.includes('${slip}')`);
  };
  const typePin = async (pin: string) => {
    await page.until(`document.activeElement.dataset.testid === 'pin'`);
    await page.type(pin);
    await page.press('Enter');
  };
  const stateOf = (number: number) =>
    page.evaluate<string>(
      `memoryTill.outbox.find('${String(number).padStart(32, '0')}').line.state`,
    );
  const slips = () =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('.queue-row .line-slip')].map((e) => e.textContent)`,
    );

  const preview = givenPreview();
  const { page } = preview;
  beforeEach(() => open());

  test('closed, it leaves the caret where it was, and a number that was begun is typed on', async () => {
    await preview.show();
    await page.type('1865');
    await page.press('F8');
    await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    await page.press('Escape');
    await page.until(`document.activeElement.dataset.testid === 'phone'`);
    await page.type('1822');
    expect(await page.value('phone')).toBe('186 5182 2');
  });

  test.each(['F8', 'Escape'])('%s closes it, and the focus is in the phone field', async (key) => {
    await page.press(key);
    await page.until(`!${shown('queue-panel')}`);
    expect(await page.focused()).toBe('phone');
  });

  test('opens by its button as well, and no key of it saves or clears the form behind', async () => {
    await page.press('F8');
    await page.type('18651822226');
    await page.click('open-queue');
    await page.until(shown('queue-panel'));
    await page.press('F4');
    await page.press('F2');
    await page.click('close-queue');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await preview.requests()).toEqual([]);
  });

  test.each([
    ['in the header', {}],
    ['in a strip', { width: 420 }],
  ])('opens on what needs somebody by a press on the count of it, %s', async (_where, look) => {
    await preview.show(look);
    await preview.till('memoryTill.switches.online = false');
    await preview.till(filled(8, HELD));
    await page.type('186');
    await page.until(shown('badge-held'));
    expect(await page.text('badge-held')).toContain('2');
    await page.click('badge-held');
    await page.until(shown('row-S-0005'));
    expect(await slips()).toEqual(['S-0005', 'S-0003']);
    expect(await page.evaluate(`${shown('filter-held')}.checked`)).toBe(true);
    await page.press('Escape');
    await page.until(`!${shown('queue-panel')}`);
    await page.type('5');
    expect(await page.value('phone')).toBe('186 5');
    await preview.till(`for (const number of [3, 5])
      memoryTill.outbox.change(String(number).padStart(32, '0'), { state: 'accepted' })`);
    await page.until(`!${shown('badge-held')}`);
  });

  test('opens on what waits where nothing needs somebody, and says for how long the oldest has', async () => {
    await open(
      {},
      filled(3, { 1: { createdAt: Date.now() - 21 * 60_000 }, 2: { state: 'accepted' } }),
    );
    await page.until(shown('row-S-0003'));
    expect(await page.evaluate(`${shown('filter-waiting')}.checked`)).toBe(true);
    expect(await slips()).toEqual(['S-0003', 'S-0001']);
    const strip = `document.querySelector('.queue-strip').textContent`;
    expect(await page.evaluate(strip)).toMatch(/2 待上传.*最早 21 分钟/);
  });

  test('a held save shows why, the field that it is about and the codes; to discard it is red', async () => {
    await choose('S-0003');
    const words = await page.text('queue-detail');
    for (const part of ['有误内容生日', '50 · isv.invalid-parameter:birthday'])
      expect(words).toContain(part);
    expect(await page.evaluate(`document.querySelector('.queue-reason').textContent`)).not.toBe('');
    const [red = 0, green = 0, blue = 0] = await page.evaluate<number[]>(
      `getComputedStyle(${shown('discard')}).color.match(/[\\d.]+/g).map(Number)`,
    );
    expect(red).toBeGreaterThan(2 * Math.max(green, blue));
  });

  test('correcting what names no field goes to the phone number', async () => {
    await choose('S-0005');
    await page.click('correct');
    await page.until(shown('correcting'));
    expect(await page.focused()).toBe('phone');
  });

  test('a correction out of the list is of that save: it offers no new member with the same number', async () => {
    await choose('S-0003');
    await page.click('correct');
    await page.until(shown('correcting'));
    await page.type('19900101');
    await page.press('F4');
    await page.until(shown('correction-send'));
    expect(await page.text('correction-other')).toBeNull();
  });

  test('shows what needs somebody first, and every state under its own name with its number', async () => {
    await page.until(shown('row-S-0005'));
    expect(await slips()).toEqual(['S-0005', 'S-0003']);
    for (const [filter, expected] of [
      ['waiting', ['S-0008', 'S-0004', 'S-0002', 'S-0001']],
      ['accepted-today', ['S-0007']],
      ['discarded', ['S-0006']],
      ['all', ['S-0008', 'S-0007', 'S-0006', 'S-0005', 'S-0004', 'S-0003', 'S-0002', 'S-0001']],
    ] as const) {
      await page.click(`filter-${filter}`);
      await page.until(`document.querySelectorAll('.queue-row').length === ${expected.length}`);
      expect(await slips()).toEqual(expected);
      const face = `${shown(`filter-${filter}`)}.nextSibling.textContent`;
      expect(await page.evaluate<string>(face)).toContain(String(expected.length));
    }
  });

  test('finds a slip wherever it has gone, and shows what became of it', async () => {
    await page.type('7');
    await page.until(`${shown('queue-detail')}?.textContent.includes('S-0007')`);
    expect(await slips()).toEqual(['S-0007']);
    await page.type('7');
    await page.until(shown('queue-nothing'));
  });

  test('goes by keys alone: down the list, into the actions', async () => {
    await page.press('ArrowDown');
    await page.until(`document.activeElement.dataset.testid === 'queue-rows'`);
    await page.until(`${shown('queue-detail')}?.textContent.includes('S-0005')`);
    await page.press('ArrowDown');
    await page.until(`${shown('queue-detail')}?.textContent.includes('S-0003')`);
    const named = `document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))`;
    expect(await page.evaluate<string>(`${named}.textContent`)).toContain('S-0003');
    await page.press('Enter');
    expect(await page.focused()).toBe('correct');
  });

  test('correcting fills the form, goes to the wrong field, and saves a new save that replaces it', async () => {
    await choose('S-0003');
    expect(await page.text('queue-detail')).toContain('生日');
    expect(await page.text('queue-detail')).not.toContain('no such day');
    await page.click('correct');
    await page.until(shown('correcting'));
    expect(await page.text('correcting')).toContain('no such day');
    expect(await page.focused()).toBe('birthday');
    expect(await page.value('phone')).toBe('138 0013 8003');
    expect(await page.value('name')).toBe('Li');
    await page.type('19900101');
    await page.press('F4');
    await preview.sendCorrection();
    await preview.confirmed();
    const [request] = (await preview.requests()) as [RegisterRequest];
    expect(request.correctionOf).toBe('3'.padStart(32, '0'));
    expect(request.requestId).not.toBe(request.correctionOf);
    expect(request.member).toMatchObject({ birthday: '19900101', name: 'Li' });
    expect(await stateOf(3)).toBe('discarded');
    expect(await page.text('correcting')).toBeNull();
  });

  test('what was typed before a correction comes back with F3, and the correction too', async () => {
    await page.press('F8');
    await page.type('18651822226');
    await page.press('F8');
    await choose('S-0003');
    await page.click('correct');
    await page.until(shown('correcting'));
    await page.press('F3');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.text('correcting')).toBeNull();
    await page.press('F3');
    expect(await page.value('phone')).toBe('138 0013 8003');
    expect(await page.text('correcting')).not.toBeNull();
    await page.press('Escape');
    expect(await page.text('correcting')).toBeNull();
  });

  test('a second tap on "correct" before the answer is the same correction: what was typed before still comes back', async () => {
    await page.press('F8');
    await page.type('18651822226');
    await page.press('F8');
    await choose('S-0003');
    await page.evaluate(`${shown('correct')}.click(), ${shown('correct')}.click()`);
    await page.until(shown('correcting'));
    await page.press('F3');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('a second tap on "send as it is" before the answer sends nothing more, and tells no failure', async () => {
    await choose('S-0003');
    await page.evaluate(`${shown('send-again')}.click(), ${shown('send-again')}.click()`);
    await page.until(`memoryTill.outbox.find('${'3'.padStart(32, '0')}').line.state === 'pending'`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    expect((await page.text('queue-failure')) ?? '').toBe('');
  });

  test('a refused save is sent as it is by anybody, a stale one by the manager', async () => {
    await choose('S-0003');
    await page.click('send-again');
    await page.until(`!${shown('row-S-0003')}`);
    expect(await stateOf(3)).toBe('pending');
    await choose('S-0005');
    await page.click('send-again');
    await typePin('1111');
    await page.until(`${shown('pin-error')}.textContent !== ''`);
    expect(await stateOf(5)).toBe('held');
    await typePin(PIN);
    await page.until(`!${shown('pin-prompt')}`);
    expect(await stateOf(5)).toBe('pending');
  });

  test('a button that goes away takes no key with it: none reaches the form behind', async () => {
    await page.press('F8');
    await page.type('18651822226');
    await page.press('F8');
    await choose('S-0003');
    await page.click('send-again');
    await page.until(`!${shown('send-again')}`);
    await page.until('document.activeElement.dataset.testid === "queue-rows"');
    await page.press('F2');
    await page.press('F8');
    await page.until(`!${shown('queue-panel')}`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.focused()).toBe('phone');
  });

  test('discarding asks for a reason and the PIN; a discarded save can be requeued', async () => {
    await choose('S-0003');
    await page.click('discard');
    await page.click('reason-duplicate');
    await page.until(shown('pin-prompt'));
    await page.press('Escape');
    await page.until(`!${shown('pin-prompt')}`);
    expect(await page.text('queue-panel')).not.toBeNull();
    expect(await stateOf(3)).toBe('held');
    await page.click('discard');
    await page.click('reason-duplicate');
    await typePin(PIN);
    await page.until(shown('requeue'));
    expect(await stateOf(3)).toBe('discarded');
    await page.click('requeue');
    await typePin(PIN);
    await page.until(`!${shown('requeue')}`);
    expect(await stateOf(3)).toBe('pending');
  });

  test('requeueing what another till has says before the PIN that both would send it; of nothing else it is said', async () => {
    await open({}, filled(8, { ...HELD, 4: { state: 'discarded', closedReason: 'moved' } }));
    await page.click('filter-all');
    await choose('S-0006');
    await page.click('requeue');
    await page.until(shown('pin-prompt'));
    expect(await page.text('pin-warning')).toBeNull();
    await page.press('Escape');
    await page.until(`!${shown('pin-prompt')}`);
    await choose('S-0004');
    await page.click('requeue');
    await page.until(shown('pin-prompt'));
    expect(await page.text('pin-warning')).toContain('另一台收银机');
    expect(await page.text('pin-warning')).toContain('两台都会上传');
    await typePin(PIN);
    await page.until(`!${shown('requeue')}`);
    expect(await stateOf(4)).toBe('pending');
  });

  test('an accepted save says how it is corrected, and nobody else does', async () => {
    await page.click('filter-all');
    await choose('S-0007');
    expect(await page.text('correct-how')).toContain('F6');
    for (const slip of ['S-0006', 'S-0003', 'S-0001']) {
      await choose(slip);
      expect(await page.text('correct-how'), slip).toBeNull();
    }
  });

  test('what somebody else has settled meanwhile is said beside the save', async () => {
    await choose('S-0003');
    // As the press arrives: any sooner, a look at the rows that is still under way takes the save out of sight.
    await preview.till(`const { bridge, outbox } = memoryTill;
      const { sendHeldAgain } = bridge;
      bridge.sendHeldAgain = async (asked) => {
        outbox.find('${'3'.padStart(32, '0')}').line.state = 'accepted';
        return sendHeldAgain(asked);
      };`);
    await page.click('send-again');
    await page.until(`${shown('queue-failure')}.textContent !== ''`);
  });

  test.each([
    ['that needs somebody', ''],
    ['that is found', '0003'],
  ])(
    'the PIN about the only save %s is typed to the end, whatever else comes up meanwhile',
    async (_, search) => {
      await open({}, filled(search === '' ? 8 : 4, { 3: HELD[3] }));
      if (search !== '') await page.type(search);
      await page.until(`${shown('queue-detail')}?.textContent.includes('S-0003')`);
      await page.click('discard');
      await page.until(shown('reason-duplicate'));
      await page.click('reason-duplicate');
      await page.until(`document.activeElement.dataset.testid === 'pin'`);
      await page.type(PIN.slice(0, 3));
      // The next one of the backlog is refused, and a number that ends so is registered.
      await preview.till(`const { outbox } = memoryTill;
        outbox.change('${'2'.padStart(32, '0')}', { state: 'held', heldReason: 'sign' });
        outbox.add('f'.repeat(32), '{}', { mobile: '138****0003', name: '' }, Date.now(),
          { operatorId: '2392313', correctionOf: null });`);
      await page.until(`document.querySelectorAll('.queue-row').length === 2`);
      await page.type(PIN.slice(3));
      await page.press('Enter');
      await page.until(`!${shown('pin-prompt')}`);
      expect(await stateOf(3)).toBe('discarded');
    },
  );

  test('the only save that needs somebody stays beside the list when another one takes its place there', async () => {
    await open({}, filled(8, { 3: HELD[3] }));
    await page.until(`${shown('queue-detail')}?.textContent.includes('S-0003')`);
    await preview.till(`const { outbox } = memoryTill;
      outbox.change('${'3'.padStart(32, '0')}', { state: 'accepted' });
      outbox.change('${'5'.padStart(32, '0')}', { state: 'held', heldReason: 'sign' });`);
    await page.until(shown('row-S-0005'));
    await page.until(`!${shown('discard')}`);
    expect(await page.text('queue-detail')).toContain('S-0003');
    expect(await stateOf(5)).toBe('held');
  });

  test('a drain shows count, rate and time left, and why it pauses', async () => {
    await preview.till(`memoryTill.outbox.pause = { kind: 'quota', until: Date.now() + 60000 };
      memoryTill.outbox.progress = { done: 40, total: 60, ratePerMinute: 118.6, timeLeft: 10000 };
      memoryTill.outbox.changed()`);
    await page.until(shown('drain'));
    const words = await page.text('drain');
    for (const part of ['40', '60', '119', '10']) expect(words).toContain(part);
    expect(await page.text('queue-pause')).toMatch(/\d\d:\d\d/);
    const bar = `(({ value, max }) => value / max)(${shown('drain')}.querySelector('progress'))`;
    expect(await page.evaluate<number>(bar)).toBeCloseTo(2 / 3);
  });

  test('follows the queue while it is open, and keeps the chosen save chosen', async () => {
    await choose('S-0003');
    await preview.till(
      filled(0).replace('</', '') +
        `;
      memoryTill.outbox.change('${'8'.padStart(32, '0')}', { state: 'held', heldReason: 'sign' })`,
    );
    await page.until(shown('row-S-0008'));
    const chosen = `document.querySelector('[aria-selected=true]').textContent`;
    expect(await page.evaluate<string>(chosen)).toContain('S-0003');
  });

  test('of 10,000 rows only those in sight are drawn and asked for, from end to end', async () => {
    await open({}, filled(10_000));
    await preview.till(`const { listSaves } = memoryTill.bridge;
      memoryTill.asked = 0;
      memoryTill.bridge.listSaves = (query) => {
        memoryTill.asked += query.limit;
        return listSaves(query);
      }`);
    await page.click('filter-waiting');
    await page.until(shown('row-S-10000'));
    await page.evaluate(`${shown('queue-rows')}.focus()`);
    await page.press('End');
    await page.until(shown('row-S-0001'));
    await page.until(`${shown('queue-detail')}?.textContent.includes('S-0001')`);
    await page.press('Home');
    await page.until(shown('row-S-10000'));
    expect(await page.evaluate('document.querySelectorAll(".queue-row").length')).toBeLessThan(60);
    expect(await page.evaluate('memoryTill.asked')).toBeLessThan(1_000);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
