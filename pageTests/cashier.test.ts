import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, register } from './states/steps.ts';

describe.skipIf(!hasChromium)('the cashier at the page, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('a member is registered with the keyboard alone, female and all', async () => {
    await page.type('18651822226');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('Enter');
    await page.insert('Li');
    await page.press('Enter');
    await page.press('Space');
    await page.press('Enter');
    await page.type('19900101');
    await page.press('Enter');
    expect(await page.value('birthday')).toBe('1990-01-01');
    await page.press('Enter');
    await page.press('Enter', { shift: true });
    await page.press('Enter');
    expect(await page.focused()).toBe('consent');
    await page.press('Space');
    await page.press('Enter');
    await preview.confirmed();
    expect(await page.focused()).toBe('phone');
    expect(await page.value('phone')).toBe('');
    expect(await page.text('confirmation-slip')).toBe('S-0001');
    const [request] = await preview.requests();
    expect(request?.member).toMatchObject({ name: 'Li', gender: 0, remark: '\n' });
    await preview.confirmed('accepted');
    await page.press('1');
    expect(await page.text('confirmation')).toBeNull();
  });

  test('a number copied from a contact card is grouped and taken as if it was typed', async () => {
    await page.insert('\u202d+86 186\u200b5182\u00a02226\u202c\ufeff');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await preview.save();
    await preview.confirmed('accepted');
  });

  test('with the confirmation the focus is back in the empty phone field already', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.press('Tab');
    // How long both take together is measured by the screen's bench.
    const found = await page.evaluate(`new Promise((resolve) => {
      new MutationObserver(() => {
        if (document.querySelector('[data-testid=confirmation]') === null) return;
        const { dataset, value } = document.activeElement;
        resolve(dataset.testid + ':' + value);
      }).observe(document.body, { subtree: true, childList: true });
      document.querySelector('[data-testid=save]').click();
    })`);
    expect(found).toBe('phone:');
  });

  test('a double click, a bouncing Enter and a held Enter save once and leave the focus', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await page.click('save', 2);
    await preview.confirmed();
    await page.click('save');
    await page.press('Enter');
    await page.press('Enter', { repeat: true });
    expect(await preview.requests()).toHaveLength(1);
    expect(await page.focused()).toBe('phone');
    expect(await page.text('field-error-mobile')).toBe('');
    await preview.confirmed();
  });

  test('F4 once more, however late, keeps the word that the member is saved: nothing to save is no mistake', async () => {
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed();
    const first = await preview.requests();
    // Longer than a bounce.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 800))');
    await page.press('F4');
    await page.press('F4', { repeat: true });
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    expect(await page.text('confirmation-slip')).toBe('S-0001');
    expect(await page.text('field-error-mobile')).toBe('');
    expect(await page.text('result-wrong')).toBeNull();
    expect(await page.focused()).toBe('phone');
    expect(await preview.requests()).toEqual(first);
    await page.press('Tab');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-wrong]')`);
  });

  test('the key that does the same stands on its button, on those of the header where it has room', async () => {
    const keyOn = (testId: string) =>
      page.evaluate<string | null>(`(() => {
        const found = document.querySelector('[data-testid=${testId}]');
        const shown = (found.closest('label') ?? found).querySelector('kbd');
        return shown?.checkVisibility() ? shown.textContent : null;
      })()`);
    await register(preview, '18651822226', '王芳');
    await page.type('18651822226');
    await page.until(`document.querySelector('[data-testid=known-member]')`);
    const keys: Record<string, string> = {
      clear: 'F2',
      save: 'F4',
      consent: 'F5',
      'toggle-correction': 'F6',
      'open-queue': 'F8',
      lock: 'F9',
      operator: 'F10',
      refuse: 'F12',
    };
    for (const [testId, key] of Object.entries(keys)) expect(await keyOn(testId), testId).toBe(key);
    await page.press('F2');
    await page.until(`document.querySelector('[data-testid=undo-clear]')`);
    expect(await keyOn('undo-clear')).toBe('F3');
    await preview.lookAt({ width: 1366 });
    expect(await keyOn('scanner-test-open')).toBe('F11');
  });

  test('the phone number is said to be needed, or a member code; everything else stands under “optional”', async () => {
    const head = `document.querySelector('.field-mobile .field-hint').textContent`;
    expect(await page.evaluate(head)).toBe('必填，或填会员码');
    expect(await page.evaluate(`document.querySelector('.optional-head').textContent`)).toBe(
      '选填',
    );
    const places = await page.evaluate<Record<string, boolean>>(`Object.fromEntries(
      [...document.querySelectorAll('.form-fields :is(input, select, textarea)')].map((field) =>
        [field.name, field.closest('#optional-fields') !== null]))`);
    expect(places).toEqual({
      mobile: false,
      name: true,
      gender: true,
      birthday: true,
      outerType: true,
      outerId: true,
      remark: true,
    });
    await page.press('F5');
    await page.evaluate(`document.querySelector('[data-testid=outer-type]').focus()`);
    await page.press('ArrowDown');
    await fill(page, 'outer-id', 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o');
    await page.press('F4');
    await preview.confirmed();
  });

  test('Enter that belongs to an input method neither moves on nor saves', async () => {
    await page.click('remark');
    await page.browser.call('Input.imeSetComposition', {
      text: 'ni',
      selectionStart: 2,
      selectionEnd: 2,
    });
    for (const init of ['{ isComposing: true }', '{ keyCode: 229 }'])
      await page.evaluate(`document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'Enter', bubbles: true, cancelable: true, ...${init} })), 0`);
    expect(await page.focused()).toBe('remark');
    expect(await preview.requests()).toHaveLength(0);
  });

  test('wrong input is said at its field, nothing is lost, and the first wrong one has the focus', async () => {
    await page.click('birthday');
    await page.type('20200230');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=field-error-birthday]').textContent`);
    expect(await page.text('field-error-mobile')).not.toBe('');
    expect(await page.text('result-wrong'), 'beside the phone field as well').toContain('手机号');
    expect(await page.focused()).toBe('phone');
    expect(await page.value('birthday')).toMatch(/2020-?02-?30/);
    expect(await page.evaluate('document.querySelectorAll("[aria-invalid=true]").length')).toBe(2);
    expect(await preview.requests()).toHaveLength(0);
  });

  test('a code without its kind asks for the kind, and is content as soon as it is chosen', async () => {
    await page.click('outer-id');
    await page.insert('oUpF8uMuAJO');
    await page.press('Tab');
    await page.until(`document.querySelector('[data-testid=field-error-outerType]')?.textContent`);
    await page.evaluate(`document.querySelector('[data-testid=outer-type]').focus()`);
    await page.press('ArrowDown');
    await page.until(`document.querySelector('[data-testid=outer-type]').value === 'wechat'`);
    await page.until(`!document.querySelector('[data-testid=field-error-outerType]')?.textContent`);
    expect(await page.focused()).toBe('outer-type');
  });

  test('a store that fails leaves the form whole, says so, and the next try has the same id', async () => {
    await preview.till('memoryTill.switches.storeFailure = "store.disk-full"');
    await page.type('18651822226');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await preview.till('memoryTill.switches.storeFailure = null');
    await preview.save();
    await preview.confirmed();
    const [first, second] = await preview.requests();
    expect(second?.requestId).toBe(first?.requestId);
  });

  test('a cleared form comes back with its id, also after new typing', async () => {
    await page.type('18651822226');
    await page.press('Escape');
    expect(await page.value('phone')).toBe('');
    await page.type('139');
    await page.press('F3');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('F3');
    expect(await page.value('phone')).toBe('139');
  });

  test('the way back after a clearing stands where the clearing is told', async () => {
    await page.type('18651822226');
    await page.press('F2');
    await page.until(`document.querySelector('[data-testid=undo-of-cleared]')`);
    expect(await page.text('undo-of-cleared')).toContain('表单已清空');
    await page.click('undo-clear');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.text('undo-of-cleared')).toBeNull();
  });

  test('the pad feeds the phone field and a gender can be undone', async () => {
    for (const key of '18651822226') await page.click(`pad-${key}`);
    await page.click('pad-backspace');
    await page.click('pad-7');
    expect(await page.value('phone')).toBe('186 5182 2227');
    expect(await page.focused()).toBe('phone');
    await page.click('gender-1');
    await page.click('gender-0');
    await page.click('gender-0');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.member.gender).toBeNull();
  });

  test.each(['name', 'outer-id', 'remark', 'save'])(
    'the pad writes into the phone number from %s as well',
    async (place) => {
      await page.type('186');
      await page.focus(place);
      for (const key of '5182') await page.click(`pad-${key}`);
      expect(await page.value('phone')).toBe('186 5182');
      expect(await page.focused()).toBe('phone');
      if (place !== 'save') expect(await page.value(place)).toBe('');
    },
  );

  test('offline is a banner and the badge counts; back online all becomes green', async () => {
    await preview.till('memoryTill.switches.online = false');
    await page.type('18651822226');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=banner][data-kind=unreachable]')`);
    await page.until(
      `document.querySelector('[data-testid=badge][data-waiting="1"][data-tone=waiting]')`,
    );
    await preview.till('memoryTill.goOnline()');
    await page.until(
      `document.querySelector('[data-testid=badge][data-waiting="0"][data-tone=done]')`,
    );
    await page.until(`document.querySelector('[data-testid="line-S-0001"][data-state=accepted]')`);
  });

  test('an operator who was taken off the list is told so when saving: the list opens, and nothing typed is lost', async () => {
    await page.type('18651822226');
    await page.press('F5');
    await preview.till(`memoryTill.settings.tell({
      operators: memoryTill.settings.till.operators.slice(1) })`);
    await page.press('F4');
    await page.until(`document.querySelector('[data-code="operator.unknown"]')`);
    await page.until(`document.activeElement?.closest('[role=menu]')`);
    expect(await preview.requests()).toEqual([]);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.click('operator-2392314');
    await page.until(`!document.querySelector('[role=menu]')`);
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.operatorId).toBe('2392314');
  });

  test('the operator is changed in two taps and goes with the save; Esc in the menu keeps the form', async () => {
    await page.type('18651822226');
    await page.click('operator');
    await page.until(`document.querySelector('[data-testid=operator-2392314]')`);
    await page.press('Escape');
    await page.until(`!document.querySelector('[data-testid=operator-2392314]')`);
    await page.until('document.activeElement.dataset.testid === "phone"');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.click('operator');
    await page.until(`document.querySelector('[data-testid=operator-2392314]')`);
    await page.click('operator-2392314');
    await page.until('document.activeElement.dataset.testid === "phone"');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.operatorId).toBe('2392314');
    await page.evaluate('sessionStorage.clear()');
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
