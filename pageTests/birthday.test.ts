import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

const PICKER = '[data-testid=birthday-picker]';

describe.skipIf(!hasChromium)('the birthday', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const at = (step: string) => page.until(`document.querySelector('${PICKER}[data-step=${step}]')`);
  const saved = async () => {
    await preview.save();
    await preview.confirmed();
    return (await preview.requests()).at(-1)?.member.birthday;
  };
  /** React does not show at once what has been loaded. */
  const drawn = () => page.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
  const focusBirthday = () =>
    page.evaluate(`document.querySelector('[data-testid=birthday]').focus()`);

  describe('of one customer is never the next one’s, when the form is emptied while the caret is in it', () => {
    const nextOne = async () => {
      await page.until('document.activeElement.dataset.testid === "phone"');
      expect(await page.value('birthday')).toBe('');
      expect(await page.value('phone')).toBe('');
      await page.type('13600136000');
      await preview.save();
      await preview.confirmed();
      const { member } = (await preview.requests()).at(-1) ?? {};
      expect(member).toMatchObject({ mobile: '136 0013 6000', birthday: '' });
    };
    const typeBirthday = async () => {
      await page.type('13700137000');
      await focusBirthday();
      await page.type('19910203');
    };

    test.each(['F2', 'F12', 'Escape'])('by %s', async (key) => {
      await typeBirthday();
      await page.press(key);
      await nextOne();
    });

    test('by a save with F4', async () => {
      await typeBirthday();
      await preview.save();
      await preview.confirmed();
      expect((await preview.requests()).at(-1)?.member.birthday).toBe('19910203');
      await nextOne();
    });
  });

  test('is typed with the number pad where the caret is in it, and the pad’s Enter goes on from there', async () => {
    await page.type('18651822226');
    await page.tap('birthday');
    expect(await page.evaluate(`document.activeElement.inputMode`)).toBe('none');
    for (const digit of '19920228') await page.tap(`pad-${digit}`);
    await page.tap('pad-backspace');
    await page.tap('pad-9');
    expect(await page.value('birthday')).toBe('19920229');
    expect(await page.focused()).toBe('birthday');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.evaluate(`document.activeElement.setSelectionRange(3, 4)`);
    await page.tap('pad-6');
    expect(await page.value('birthday')).toBe('19960229');
    await page.tap('pad-enter');
    expect(await page.focused()).toBe('outer-id');
    expect(await page.value('birthday')).toBe('1996-02-29');
    await page.tap('pad-backspace');
    expect(await page.value('phone'), 'from anywhere else it is the phone’s').toBe('186 5182 222');
    await page.tap('pad-6');
    expect(await saved()).toBe('1996-02-29');
  });

  test('is typed with the number pad after its picker as well', async () => {
    await focusBirthday();
    await page.press('ArrowDown');
    await at('decade');
    await page.tap('pad-1');
    expect(await page.evaluate(`document.querySelector('${PICKER}')`)).toBeNull();
    expect(await page.value('birthday')).toBe('1');
    expect(await page.value('phone')).toBe('');
    expect(await page.focused()).toBe('birthday');
  });

  test('is picked with four taps of a finger', async () => {
    for (const digit of '18651822226') await page.tap(`pad-${digit}`);
    await page.tap('pick-birthday');
    await at('decade');
    await page.tap('birthday-decade-1990');
    await at('year');
    await page.tap('birthday-year-1992');
    await at('month');
    await page.tap('birthday-month-2');
    await at('day');
    expect(await page.evaluate(`document.querySelectorAll('.picker-day button').length`)).toBe(29);
    await page.tap('birthday-day-29');
    await page.until(`!document.querySelector('${PICKER}')`);
    expect(await page.value('birthday')).toBe('1992-02-29');
    expect(await page.focused()).toBe('birthday');
    expect(await saved()).toBe('1992-02-29');
  });

  test('is picked with the keyboard, and a step can be undone', async () => {
    await page.type('18651822226');
    await focusBirthday();
    await page.press('ArrowDown');
    await at('decade');
    await page.until('document.activeElement.dataset.testid === "birthday-decade-1990"');
    await page.press('ArrowRight');
    await page.press('Enter');
    await at('year');
    await page.press('Backspace');
    await at('decade');
    await page.press('ArrowLeft');
    await page.press('Enter');
    await page.press('End');
    await page.press('Enter');
    await at('month');
    await page.press('ArrowDown');
    await page.press('Space');
    await at('day');
    await page.press('ArrowDown');
    await page.press('ArrowRight');
    await page.press('Enter');
    expect(await page.value('birthday')).toBe('1989-05-09');
    expect(await page.focused()).toBe('birthday');
    expect(await saved()).toBe('1989-05-09');
  });

  test('opens where the field stands, and offers nothing that the field would refuse', async () => {
    await focusBirthday();
    await page.type('20010203');
    await page.click('pick-birthday');
    await at('decade');
    await page.until('document.activeElement.dataset.testid === "birthday-decade-2000"');
    for (const press of ['Enter', 'Enter', 'Enter']) await page.press(press);
    await at('day');
    expect(await page.focused()).toBe('birthday-day-3');
    await page.press('Escape');
    await page.click('pick-birthday');
    await at('decade');
    await page.press('End');
    await page.press('Enter');
    await page.press('End');
    expect(await page.evaluate('document.activeElement.ariaDisabled')).toBe('true');
    await page.press('Enter');
    await at('year');
  });

  test('closing the picker keeps the form: Esc clears nothing, and no key saves behind it', async () => {
    await page.type('18651822226');
    await focusBirthday();
    await page.press('ArrowDown');
    await at('decade');
    await page.press('F4');
    await page.press('Escape');
    await page.until(`!document.querySelector('${PICKER}')`);
    expect(await page.focused()).toBe('birthday');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await preview.requests()).toHaveLength(0);
    await page.click('pick-birthday');
    await at('decade');
    await page.click('remark');
    await page.until(`!document.querySelector('${PICKER}')`);
    expect(await page.focused()).toBe('remark');
    await page.click('pick-birthday');
    await at('decade');
    for (let press = 0; press < 4; press += 1) await page.press('Tab');
    await page.until(`!document.querySelector('${PICKER}')`);
  });

  test.each(['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Africa/Monrovia'])(
    'is calendar text: in %s the day that was typed is the day that is saved',
    async (timezoneId) => {
      await page.browser.call('Emulation.setTimezoneOverride', { timezoneId });
      await preview.show();
      await page.type('18651822226');
      await focusBirthday();
      await page.type('19900101');
      await page.press('Tab');
      expect(await page.value('birthday')).toBe('1990-01-01');
      expect(await saved()).toBe('1990-01-01');
      await page.browser.call('Emulation.setTimezoneOverride', { timezoneId: '' });
    },
  );

  test('is held against the gateway’s day where the till’s clock is known to be wrong', async () => {
    const year = new Date().getFullYear();
    const told = (years: number) =>
      preview.till(`
        const { now } = Date;
        Date.now = () => now() + ${years} * 31_557_600_000;
        memoryTill.outbox.clockOffsetSeconds = ${-years * 31_557_600};
        memoryTill.outbox.changed();`);
    await told(30);
    await page.type('18651822226');
    await focusBirthday();
    await page.type(`${year - 10}0101`);
    await page.press('Tab');
    await page.until(`document.querySelector('[data-testid=field-error-birthday]').textContent`);
    await page.click('pick-birthday');
    await at('decade');
    expect(
      await page.evaluate('[...document.querySelectorAll(".picker-key")].at(-1).dataset.testid'),
    ).toBe(`birthday-decade-${Math.floor((year - 14) / 10) * 10}`);
    await preview.show();
    await told(-26);
    await page.type('18651822226');
    await focusBirthday();
    await page.type('19900101');
    expect(await saved()).toBe('19900101');
  });

  test.each(['F4', 'F2', 'F12'])(
    'is asked of the customer whose it is: a picker that is loaded late comes not over the next one (%s)',
    async (ends) => {
      const held = await preview.hold('BirthdayPicker');
      await page.type('18651822226');
      await page.press('F5');
      await page.click('pick-birthday');
      await held.arrived;
      await page.press(ends);
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
      await held.release();
      await drawn();
      await page.type('13900139000');
      expect(await page.value('phone')).toBe('139 0013 9000');
      expect(await page.value('birthday')).toBe('');
      // Asked for once more it is there, so what was asked for before would have been as well.
      await page.click('pick-birthday');
      await page.until(`document.querySelector('${PICKER}')`);
      await page.press('Escape');
    },
  );

  test('picked while the save is under way is no day of anybody: the picker that is loaded late stays away', async () => {
    const held = await preview.hold('BirthdayPicker');
    await page.type('18651822226');
    await page.click('pick-birthday');
    await held.arrived;
    await preview.till('memoryTill.switches.flushMs = 1_500');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=phone]').readOnly`);
    await held.release();
    await drawn();
    expect(await page.evaluate(`document.querySelector('${PICKER}') === null`)).toBe(true);
    await preview.confirmed();
    expect(await page.evaluate(`document.querySelector('${PICKER}') === null`)).toBe(true);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
