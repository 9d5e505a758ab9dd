import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { fill, shown } from './states/steps.ts';

const PHONE = '18651822226';
/** A person has read what is asked. */
const READ = 'new Promise((read) => setTimeout(read, 650))';

describe.skipIf(!hasChromium)('what F6 has filled in belongs to the member of that number', () => {
  const preview = givenPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.show();
    await preview.till('memoryTill.switches.online = false');
    await page.type(PHONE);
    await fill(page, 'name', '王芳');
    await fill(page, 'birthday', '19900102');
    await fill(page, 'remark', 'allergic');
    await preview.save();
    await preview.confirmed();
    await page.type(PHONE);
    await shown(page, 'known-member');
  });

  const sent = async () => (await preview.requests()).slice(1).map(({ member }) => member);
  const completes = async (remark = 'allergic') => {
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=remark]').value === '${remark}'`);
  };
  const rest = async () => [
    await page.value('name'),
    await page.value('birthday'),
    await page.value('remark'),
  ];

  test('somebody else with that number is registered, and shown, without it', async () => {
    await fill(page, 'name', '李强');
    await completes();
    await page.press('F4');
    await shown(page, 'correction');
    await page.evaluate(READ);
    await page.click('correction-other');
    await shown(page, 'consent-missing');
    expect(await rest()).toEqual(['李强', '', '']);
    await preview.save();
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ name: '李强', birthday: '', remark: '' }]);
  });

  test('whose number is put right by one digit is registered without it', async () => {
    await completes();
    await page.press('Backspace');
    expect(await rest(), 'gone with the digit').toEqual(['', '', '']);
    await page.type('7');
    await preview.save();
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ name: '', birthday: '', remark: '' }]);
  });

  test('it goes with F6, and what was typed over it stays', async () => {
    await completes();
    await fill(page, 'remark', '常客');
    await page.press('F6');
    await shown(page, 'known-member', '[data-choice=none]');
    expect(await rest()).toEqual(['', '', '常客']);
  });

  test('what was emptied is in the draft as emptied: no crash brings it back', async () => {
    await completes();
    await fill(page, 'remark', '');
    await page.until(`memoryTill.draft()?.chosen?.decided.join() === 'remark'`);
    expect(await page.evaluate('memoryTill.draft().member.name'), 'and nothing else').toBe('');
  });

  test('it goes also into the empty field that has the focus, where what is typed is written in its place', async () => {
    await page.press('Enter');
    expect(await page.focused()).toBe('name');
    await completes();
    expect(await rest()).toEqual(['王芳', '1990-01-02', 'allergic']);
    expect(await page.focused()).toBe('name');
    await fill(page, 'remark', '常客');
    await preview.save();
    await preview.sendCorrection();
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ name: '王芳', remark: '常客' }]);

    await page.type(PHONE);
    await shown(page, 'known-member');
    await page.press('Enter');
    await completes('常客');
    await page.insert('李强');
    expect(await page.value('name')).toBe('李强');
  });

  test('it comes over no word that an input method is just being given, and the rest comes in', async () => {
    await preview.till(`const { bridge } = memoryTill; const { readForCorrection } = bridge;
      bridge.readForCorrection = async (given) => {
        await new Promise((resolve) => { window.answer = resolve; });
        return readForCorrection(given);
      };`);
    await page.press('Enter');
    await page.press('F6');
    await page.until('window.answer');
    await page.browser.call('Input.imeSetComposition', {
      text: 'li',
      selectionStart: 2,
      selectionEnd: 2,
    });
    await page.evaluate('void window.answer()');
    await page.until(`document.querySelector('[data-testid=remark]').value === 'allergic'`);
    expect(await page.value('name')).toBe('li');
    await page.insert('李');
    expect(await rest()).toEqual(['李', '1990-01-02', 'allergic']);
  });

  test.each(['is still on its way', 'is refused the first time'])(
    'F4 right behind F6 sends no empty name where the answer %s',
    async (how) => {
      await preview.till(`const { bridge } = memoryTill; const { readForCorrection } = bridge;
        window.asked = 0;
        bridge.readForCorrection = async (given) => {
          window.asked += 1;
          if (${how.includes('refused')} && window.asked === 1)
            return { ok: false, error: { code: 'audit.refused' } };
          if (${how.includes('way')}) await new Promise((resolve) => { window.answers = resolve; });
          return readForCorrection(given);
        };`);
      await fill(page, 'birthday', '19900103');
      if (how.includes('refused')) {
        await page.press('F6');
        await page.until('window.asked === 1');
        await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
        await page.press('F4');
      } else {
        await Promise.all([page.press('F6'), page.press('F4')]);
      }
      if (how.includes('way')) {
        await page.until('window.answers');
        await page.evaluate('void window.answers()');
      }
      await shown(page, 'correction');
      expect(await page.text('correction')).not.toContain('（空）');
      expect(await rest()).toEqual(['王芳', '1990-01-03', 'allergic']);
    },
  );

  test('it is there again once the number is, and so is the correction', async () => {
    await completes();
    await page.press('Backspace');
    await page.type('6');
    expect(await rest()).toEqual(['王芳', '1990-01-02', 'allergic']);
    await shown(page, 'known-member', '[data-choice=correct]');
  });
});
