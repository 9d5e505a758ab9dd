import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill } from './states/steps.ts';

const PHONE = '18651822226';
const CARD = '[data-testid=known-member]';
const DIALOG = `document.querySelector('[data-testid=correction]')`;

describe.skipIf(!hasChromium)('a phone number that the till knows already', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    await page.type(PHONE);
    await fill(page, 'name', '王芳');
    await preview.save();
    await preview.confirmed('accepted');
  });

  const corrected = async () => (await preview.requests()).map((request) => request.correctionOf);

  test('is told at its eleventh digit, and not before', async () => {
    await page.type(PHONE.slice(0, 10));
    expect(await page.text('known-member')).toBeNull();
    await page.type('6');
    await page.until(`document.querySelector('${CARD}')`);
    expect(await page.text('known-member')).toContain('S-0001');
    expect(await page.focused()).toBe('phone');
    await page.press('Backspace');
    await page.until(`!document.querySelector('${CARD}')`);
  });

  /** What the form would change of the member of the number is on the screen. */
  const isAsked = async (name = '李强') => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await fill(page, 'name', name);
    await page.press('F6');
    await page.until(`document.querySelector('${CARD}[data-choice=correct]')`);
    await page.press('F4');
    await page.until(DIALOG);
    await page.hasLooked();
  };
  const sent = async () => (await preview.requests()).slice(1);

  test('is asked about in a dialog that has its look also where it is the first to be opened', async () => {
    await isAsked();
    expect(await page.evaluate(`getComputedStyle(${DIALOG}).borderRadius`)).toBe('12px');
  });

  test('is an answer: since when, and one key to the next customer; nobody is written over', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
    expect(await page.text('known-member')).toMatch(/已是会员（今天\s\d\d:\d\d\s登记）/);
    expect(await page.text('save-label')).toBe('下一位');
    await fill(page, 'name', '李强');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await page.value('phone')).toBe('');
    expect(await page.focused()).toBe('phone');
    expect(await sent()).toEqual([]);
    await page.press('F3');
    expect(await page.value('name'), 'nothing typed is lost').toBe('李强');
  });

  test('is that answer also when the save comes at once, before somebody could have looked', async () => {
    await page.evaluate(`(() => {
      const phone = document.querySelector('[data-testid=phone]');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      set.call(phone, '${PHONE}');
      phone.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector('[data-testid=save]').click();
    })()`);
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await sent()).toEqual([]);
  });

  test('is the end of the form with Enter as well: no consent is asked for what is not sent', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.evaluate(`document.querySelector('[data-testid=remark]').focus()`);
    await page.press('Enter');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await sent()).toEqual([]);
  });

  test('is corrected in a step of its own, which shows from what to what before anything is sent', async () => {
    await preview.till(`memoryTill.switches.online = false`);
    await page.type('18651822230');
    await fill(page, 'name', '王芳');
    await preview.save();
    await preview.confirmed();
    await page.type('18651822230');
    await page.until(`document.querySelector('${CARD}')`);
    await fill(page, 'remark', '常客');
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=name]').value === '王芳'`);
    expect(await page.focused(), 'whoever types goes on').toBe('remark');
    await page.press('F4');
    await page.until(DIALOG);
    expect(await page.text('change-remark')).toContain('常客');
    expect(await page.text('change-name'), 'stays as it is').toBeNull();
    await page.hasLooked();
    await page.press('F4');
    await preview.confirmed();
    const [first, second] = await sent();
    expect(second?.correctionOf).toBe(first?.requestId);
    expect(second?.requestId).not.toBe(first?.requestId);
    expect(second?.consent, 'it goes under that of the first one').toBeNull();
  });

  test('who is corrected is no second member: the correction was taken, and the time is that of the registration', async () => {
    const hour = 3_600_000;
    await preview.till(`const { line } = memoryTill.outbox.find('${(await preview.requests())[0]?.requestId}');
      memoryTill.outbox.change(line.requestId, { createdAt: line.createdAt - 50 * ${hour} })`);
    await isAsked('王小芳');
    await page.press('F4');
    await preview.confirmed('accepted');
    expect(await page.text('confirmation')).toContain('更正成功');
    expect(await page.text('confirmation')).not.toContain('已入会');
    expect(await page.text('line-S-0002')).toContain('更正成功');
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    expect(await page.text('known-member')).toContain('S-0002');
    expect(await page.text('known-member')).not.toContain('今天');
    expect(await page.text('known-member')).toMatch(/已是会员（.*登记）/);
    await page.press('F8');
    await page.until(`document.querySelector('[data-testid=filter-accepted-today]')`);
    const label = `document.querySelector('[data-testid=filter-accepted-today]').labels[0]`;
    await page.until(`/^今日入会 1$/.test(${label}.textContent)`);
  });

  test('whose registration is forgotten here is a member all the same, since nobody says when', async () => {
    await preview.till(`const { findMember } = memoryTill.bridge;
      memoryTill.bridge.findMember = async (asked) => {
        const reply = await findMember(asked);
        return { ...reply, value: { ...reply.value, registeredAt: null } };
      }`);
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    expect(await page.text('known-member')).toContain('已是会员');
    expect(await page.text('known-member')).not.toContain('登记');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await page.text('result-known')).toContain('S-0001 王*');
    expect(await page.text('result-known')).not.toContain('·');
  });

  test('asks once more where name or birthday would become another person’s', async () => {
    await isAsked();
    expect(await page.text('change-name')).toContain('李强');
    await page.click('correction-send', 2);
    await page.until(`document.querySelector('[data-testid=whose]')`);
    await page.hasLooked();
    await page.press('F4');
    expect(await sent(), 'no key says yes without a look').toEqual([]);
    expect(await page.focused()).toBe('correction-back');
    await page.click('correction-send');
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ member: { name: '李强' } }]);
  });

  test('is not asked about for what was missing: a birthday for a member with nothing but a number', async () => {
    await page.type('18651822231');
    await preview.save();
    await preview.confirmed('accepted');
    await page.type('18651822231');
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('F6');
    await fill(page, 'birthday', '19900101');
    await page.press('F4');
    await page.until(DIALOG);
    expect(await page.text('change-birthday')).toContain('（空）');
    expect(await page.evaluate(`!!document.querySelector('.correction-whose')`)).toBe(false);
    await preview.sendCorrection();
    await preview.confirmed();
    expect((await sent()).at(-1)).toMatchObject({ member: { birthday: '19900101' } });
  });

  test('is asked about with one look at least: a double F4 sends nothing', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await fill(page, 'remark', '常客');
    await page.press('F6');
    await page.press('F4');
    await page.until(DIALOG);
    await page.press('F4');
    await page.press('Enter');
    expect(await sent()).toEqual([]);
    expect(await page.evaluate(`!!${DIALOG}`)).toBe(true);
  });

  test('sends no correction that would change nothing, and says so', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('F6');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-unchanged]')`);
    expect(await sent()).toEqual([]);
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('keeps the form when the correction is given up, and what is typed then goes into it', async () => {
    await isAsked();
    await page.press('Escape');
    await page.until(`!${DIALOG}`);
    expect(await page.value('name')).toBe('李强');
    await page.insert('x');
    expect(await page.value('name')).toBe('李强x');
    expect(await sent()).toEqual([]);
  });

  test('can be shared by two people: the other one is registered out of the same step, with a consent', async () => {
    await isAsked();
    await page.click('correction-other');
    await page.until(`document.querySelector('[data-testid=consent-missing]')`);
    expect(await page.text('still-known')).toContain('S-0001');
    expect(await page.focused()).toBe('consent');
    await preview.save();
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ correctionOf: null, member: { name: '李强' } }]);
  });

  test('takes the consent for marketing on a correction with the consent to the notice only', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await fill(page, 'remark', '常客');
    await page.press('F6');
    await page.click('marketing');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=consent-missing]')`);
    expect(await page.text('still-correcting')).toContain('S-0001');
    await page.press('F5');
    await page.until(`!document.querySelector('[data-testid=consent-missing]')`);
    await page.press('F4');
    await page.until(DIALOG);
    await page.hasLooked();
    await page.press('F4');
    await preview.confirmed();
    expect(await sent()).toMatchObject([{ consent: { marketing: true } }]);
  });

  test('was shown too long ago to be corrected: what is saved apart is told', async () => {
    await preview.till(`memoryTill.switches.uncorrected = 'S-0001'`);
    await isAsked('王小芳');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=not-corrected]')`);
    expect(await page.text('not-corrected')).toContain('S-0001');
  });

  test('and is still told once the gateway has refused what was saved apart', async () => {
    await preview.till(`memoryTill.switches.uncorrected = 'S-0001'`);
    await isAsked('王小芳');
    await preview.till(`memoryTill.switches.refusal = 'no such name'`);
    await page.press('F4');
    await preview.confirmed('held');
    expect(await page.text('not-corrected')).toContain('S-0001');
  });

  test('is chosen for correction by key or by finger, and back again', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('F6');
    await page.until(`document.querySelector('${CARD}[data-choice=correct]')`);
    expect(await page.text('save-label')).toBe('核对更正');
    await page.click('toggle-correction');
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
    expect(await page.focused()).toBe('phone');
  });

  test('is what F6 is for: of a number that is not known it says why nothing happens, until the next key', async () => {
    await page.type('18651822227');
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=nobody-to-correct]')`);
    expect(await page.text('nobody-to-correct')).toContain('近期没有登记过这个号码');
    expect(await page.focused()).toBe('phone');
    await page.press('Backspace');
    await page.until(`!document.querySelector('[data-testid=nobody-to-correct]')`);
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=nobody-to-correct]')`);
    expect(await page.text('nobody-to-correct')).toContain('请先输入手机号');
    await page.type('6');
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
  });

  test('is forgotten with the form: the next number is a new member', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('Escape');
    await page.until(`!document.querySelector('${CARD}')`);
    await page.type('18651822227');
    await preview.save();
    await preview.confirmed();
    expect(await corrected()).toEqual([null, null]);
  });

  test('comes back with a form whose clearing is undone', async () => {
    await page.type(PHONE);
    await page.press('F2');
    await page.until(`!document.querySelector('${CARD}')`);
    await page.press('F3');
    await page.until(`document.querySelector('${CARD}')`);
  });

  test('does not count when it is this form’s own save whose answer was lost', async () => {
    await page.press('1');
    await page.press('Escape');
    await preview.till('memoryTill.switches.loseAnswers = true');
    await page.type('18651822228');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    await preview.till('memoryTill.switches.loseAnswers = false');
    await page.press('Backspace');
    await page.type('8');
    await preview.save();
    await preview.confirmed();
    const [, lost, again] = await preview.requests();
    expect(again).toEqual(lost);
  });

  test('that is asked about too fast is looked up a little later, and can be saved meanwhile', async () => {
    await preview.till('memoryTill.switches.lookupWait = 1');
    await page.type(PHONE);
    await page.until(`document.querySelector('[data-testid=lookup-later]')`);
    expect(await page.text('lookup-later')).toContain('1');
    expect(await page.focused()).toBe('phone');
    await preview.till('memoryTill.switches.lookupWait = null');
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
    expect(await page.text('lookup-later')).toBeNull();
    await page.press('Escape');
    await preview.till('memoryTill.switches.lookupWait = 60');
    await page.type('18651822227');
    await page.until(`document.querySelector('[data-testid=lookup-later]')`);
    await preview.save();
    await preview.confirmed();
    expect(await page.text('lookup-later')).toBeNull();
    expect(await corrected()).toEqual([null, null]);
  });

  test('whose correction is asked about too fast has to wait: nothing is sent, and that is said', async () => {
    await preview.till(`const { bridge } = memoryTill;
      window.compare = bridge.compareMember;
      bridge.compareMember = async () =>
        ({ ok: false, error: { code: 'lookup.too-fast', waitSeconds: 3 } });`);
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await fill(page, 'remark', '常客');
    await page.press('F6');
    await page.press('F4');
    await page.until(`document.querySelector('[data-code="lookup.too-fast"]')`);
    expect(await sent()).toEqual([]);
    expect(await page.value('remark')).toBe('常客');
    await preview.till('memoryTill.bridge.compareMember = window.compare');
    await page.press('F4');
    await preview.sendCorrection();
    await preview.confirmed();
    expect(await sent()).toHaveLength(1);
  });

  test('never holds up a save: a till that does not answer is waited for 200 ms and no longer', async () => {
    await preview.till(`memoryTill.bridge.findMember = () => new Promise(() => undefined);
      const { setTimeout } = window;
      window.patience = [];
      window.setTimeout = (act, after, ...given) => {
        if (after < 150 || after > 5_000) return setTimeout(act, after, ...given);
        return setTimeout((...late) => {
          const before = memoryTill.requests.length;
          act(...late);
          if (memoryTill.requests.length > before) window.patience.push(after);
        }, after, ...given);
      };`);
    await page.type('18651822229');
    await preview.save();
    await preview.confirmed();
    expect(await page.evaluate('window.patience')).toEqual([200]);
  });
});
