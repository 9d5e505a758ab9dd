import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview, givenPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';
import { askToMove } from './states/moving.ts';
import { FIRST_START, fill, giveGateway, giveShop, PIN } from './states/steps.ts';

const LOCKED = `document.querySelector('[data-testid=lock-screen]')`;

describe.skipIf(!hasChromium)('who is at the till after a start', () => {
  const preview = givenPreview();
  const { page } = preview;
  const afterStart = async () => {
    await preview.page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
    await preview.show({ query: '?operator=none' });
  };

  test('is nobody, where several may be, until somebody says so: no save is put down to who is not there', async () => {
    await afterStart();
    expect(await page.text('operator')).toContain('选择操作员');
    await page.type('18651822226');
    await page.press('F4');
    await page.until(`document.querySelector('[data-code="operator.unknown"]')`);
    await page.until(`document.querySelector('[data-testid=operator-2392314]')`);
    expect(await preview.requests()).toEqual([]);
    await page.click('operator-2392314');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]).toMatchObject({
      operatorId: '2392314',
      consent: { operatorId: '2392314' },
    });
  });

  test('is asked for by a tick of the consent as well, which is then given again', async () => {
    await afterStart();
    await page.type('186');
    await page.press('F5');
    await page.until(`document.querySelector('[data-testid=operator-2392313]')`);
    expect(await page.evaluate(`document.querySelector('[data-testid=consent]').checked`)).toBe(
      false,
    );
    await page.click('operator-2392313');
    await page.until(`document.activeElement.dataset.testid === 'phone'`);
    await page.press('F5');
    await page.until(`document.querySelector('[data-testid=consent]').checked`);
    expect(await page.value('phone')).toBe('186');
  });

  test('is asked for by what is done with a save in the records too, and nothing is done for nobody', async () => {
    await afterStart();
    await preview.till(`memoryTill.outbox.add('1'.repeat(32), '{}', { mobile: '138****8000', name: '' }, Date.now());
      memoryTill.outbox.change('1'.repeat(32), { state: 'held', heldReason: 'rejected' })`);
    await page.press('F8');
    await page.until(`document.querySelector('[data-testid=correct]')`);
    await page.click('correct');
    await page.until(
      `document.querySelector('[data-testid=queue-detail]').textContent.includes('选择操作员')`,
    );
    expect(await page.evaluate(`!!document.querySelector('[data-testid=queue-panel]')`)).toBe(true);
  });

  test('is the only one there is, where there is one', async () => {
    await afterStart();
    await preview.till(`memoryTill.settings.tell({
      operators: memoryTill.settings.till.operators.slice(1, 2) })`);
    await page.until(
      `document.querySelector('[data-testid=operator]').textContent.includes('2392314')`,
    );
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.operatorId).toBe('2392314');
  });
});

describe.skipIf(!hasChromium)('the operator and the lock', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const shownText = () => page.evaluate<string>('document.body.innerText');

  test('switches in exactly two taps, in the middle of a draft: the draft stays, the save carries the new one', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.click('operator');
    await page.until(`document.querySelector('[data-testid=operator-2392314]')`);
    await page.click('operator-2392314');
    await page.until('document.activeElement.dataset.testid === "phone"');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('F4');
    await preview.confirmed();
    const [request] = await preview.requests();
    expect(request?.operatorId).toBe('2392314');
    // The customer was asked by the one before.
    expect(request?.consent?.operatorId).toBe('2392313');
  });

  test('switches with the keyboard alone', async () => {
    await page.press('F10');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392313'`);
    await page.press('ArrowDown');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392314'`);
    await page.press('Enter');
    await page.until('document.activeElement.dataset.testid === "phone"');
    expect(await page.text('operator')).toContain('2392314');
  });

  test('F9 hides everything personal at once; whoever comes back finds the form as it was', async () => {
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed('accepted');
    await page.type('13800138000');
    await page.press('Tab');
    await page.insert('Wang Fang');
    await page.press('F9');
    await page.until(LOCKED);
    const text = await shownText();
    for (const word of ['138', '186', '2226', 'Wang', 'S-0001']) expect(text).not.toContain(word);
    expect(
      await page.evaluate(`document.querySelector('[data-testid=phone]').checkVisibility()`),
    ).toBe(false);
    expect(await page.focused()).toBe('unlock-2392313');
    await page.click('unlock-2392315');
    await page.until(`!${LOCKED}`);
    expect(await page.value('phone')).toBe('138 0013 8000');
    expect(await page.value('name')).toBe('Wang Fang');
    expect(await page.focused()).toBe('name');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[1]?.operatorId).toBe('2392315');
  });

  test('the list of operators is closed by the key that opened it', async () => {
    await page.type('186');
    await page.press('F10');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392313'`);
    await page.press('F10');
    await page.until(`!document.querySelector('[role=menu]')`);
    await page.until(`document.activeElement.dataset.testid === 'phone'`);
    await page.type('5');
    expect(await page.value('phone')).toBe('186 5');
    await page.press('F10');
    await page.until(`document.querySelector('[role=menu]')`);
  });

  test('a scanned badge switches the operator, in the middle of a draft too, and fills nothing', async () => {
    const gun = new ScannerGun(page.keyboard);
    await page.type('18651822226');
    await gun.scan('BADGE-B');
    await page.until(`document.querySelector('[data-testid=scan-feedback][data-kind=other]')`);
    expect(await page.text('operator')).toContain('2392314');
    expect(await page.text('scan-feedback')).toContain('Operator B');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.operatorId).toBe('2392314');
  });

  test('behind the lock a badge unlocks, and every other code does nothing', async () => {
    const gun = new ScannerGun(page.keyboard);
    await page.press('F9');
    await page.until(LOCKED);
    await gun.scan('13800138000');
    await gun.scan('oUpF8uMuAJO_M2pxb1Q9zNjWeS6o');
    await gun.scan('BADGE-X');
    expect(await page.evaluate(`Boolean(${LOCKED})`)).toBe(true);
    await gun.scan('BADGE-B');
    await page.until(`!${LOCKED}`);
    expect(await page.text('operator')).toContain('2392314');
    expect(await page.value('phone')).toBe('');
    expect(await page.value('outer-id')).toBe('');
  });

  test.each([
    'read-notice',
    'scanner-test-open',
    'pick-birthday',
    'operator',
    'settings',
    'open-queue',
  ])('what was open (%s) does not stand in the way of unlocking', async (opener) => {
    await preview.show({ query: '?lock=0.02' });
    await page.click(opener);
    await page.until(LOCKED);
    await page.click('unlock-2392314');
    await page.until(`!${LOCKED}`);
    await page.until('document.activeElement.dataset.testid === "phone"');
    await page.type('1');
    expect(await page.value('phone')).toBe('1');
  });

  test('no key does anything behind the lock', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.press('F9');
    await page.until(LOCKED);
    const keys = ['F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'];
    for (const key of [...keys, 'Escape', '1']) await page.press(key);
    expect(await page.evaluate(`Boolean(${LOCKED})`), 'F9 only locks').toBe(true);
    expect(await preview.requests()).toEqual([]);
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('F4');
    await preview.confirmed();
  });

  test('locks by itself when no hand is there, keeps what was typed on the disk, and stays so when the page is loaded anew', async () => {
    await preview.show({ query: '?lock=0.01' });
    await page.type('18651822226');
    await page.until(LOCKED);
    await page.until(`memoryTill.draft()?.member.mobile === '186 5182 2226'`);
    expect(await shownText()).not.toContain('186');
    await preview.show({ until: LOCKED });
  });

  test('a key that comes after the time, to a page that was busy, locks and is not typed', async () => {
    await preview.show({ query: '?lock=0.05' });
    await page.type('186');
    const busy = page.evaluate(`(() => {
      const end = performance.now() + 3_500;
      while (performance.now() < end);
    })()`);
    await Promise.all([busy, new Promise((go) => setTimeout(go, 500)).then(() => page.press('5'))]);
    await page.until(LOCKED);
    await page.click('unlock-2392313');
    await page.until(`!${LOCKED}`);
    expect(await page.value('phone')).toBe('186');
  });

  test('locks when the PC was away, once, over what was open; not where it is told never to', async () => {
    await preview.show({ query: '?lock=10' });
    await page.type('18651822226');
    await page.click('open-queue');
    await page.evaluate('memoryTill.askToLock(), memoryTill.askToLock()');
    await page.until(LOCKED);
    expect(await shownText()).not.toContain('186');
    await page.evaluate('memoryTill.askToLock()');
    await page.click('unlock-2392314');
    await page.until(`!${LOCKED}`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await preview.show({ query: '?lock=0' });
    await page.evaluate('memoryTill.askToLock()');
    await page.type('1');
    expect(await page.evaluate(`Boolean(${LOCKED})`)).toBe(false);
  });

  const AWAY = ['memoryTill.askToLock()', 'memoryTill.putAway()'];

  test.each([
    ['settings', 'settings-screen', AWAY[0]],
    ['manager', 'manager-page', AWAY[0]],
    ['settings', 'settings-screen', AWAY[1]],
    ['manager', 'manager-page', AWAY[1]],
  ])(
    'leaves nothing of %s (%s) open behind the PIN when the PC or the window was away (%s), also where it never locks',
    async (entry, screen, leave) => {
      await preview.show({ query: '?lock=0' });
      await page.type('186');
      await page.click(entry);
      await page.until(`document.querySelector('[data-testid=pin]')`);
      await page.type('246810');
      await page.press('Enter');
      await page.until(`document.querySelector('[data-testid=${screen}]')`);
      await page.evaluate(`${leave}`);
      await page.until(`!document.querySelector('[data-testid=${screen}]')`);
      expect(await page.value('phone')).toBe('186');
      expect(await page.evaluate(`Boolean(${LOCKED})`)).toBe(false);
    },
  );

  test.each(AWAY)(
    'leaves no PIN and no passphrase half typed when the PC or the window was away (%s): the question stays',
    async (leave) => {
      await preview.show({ query: '?lock=0' });
      await askToMove(page, preview, 'export');
      await fill(page, 'passphrase', 'eight words');
      await fill(page, 'passphraseAgain', 'eight words');
      await fill(page, 'pin', PIN);
      await page.evaluate(leave);
      for (const field of ['passphrase', 'passphraseAgain', 'pin'])
        expect(await page.value(field)).toBe('');
    },
  );

  test.each(AWAY)('leaves no PIN of a first start typed either (%s)', async (leave) => {
    await preview.show({ ...FIRST_START, query: `?${FIRST_START.query}` });
    await giveGateway(page);
    await giveShop(page);
    await fill(page, 'settings-pin-first', PIN);
    await fill(page, 'settings-pin-again', PIN);
    await page.evaluate(leave);
    for (const field of ['settings-pin-first', 'settings-pin-again'])
      expect(await page.value(field)).toBe('');
  });

  test('does not lock a window that was put away by its key: the customer’s form is there when it is back', async () => {
    await preview.show({ query: '?lock=10' });
    await page.type('186');
    await page.press('F8');
    await page.until(`document.querySelector('[data-testid=queue-panel]')`);
    await page.evaluate('memoryTill.putAway()');
    expect(await page.evaluate(`Boolean(${LOCKED})`)).toBe(false);
    expect(await page.text('queue-panel'), 'nobody’s PIN has opened it').not.toBeNull();
    expect(await page.value('phone')).toBe('186');
  });

  test('does not lock a hand that is at work, nor a till that is told never to', async () => {
    await preview.show({ query: '?lock=0.02' });
    for (let key = 0; key < 8; key += 1) {
      await page.press('1');
      await page.press('Backspace');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await page.evaluate(`Boolean(${LOCKED})`)).toBe(false);
    }
    await page.until(LOCKED);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
