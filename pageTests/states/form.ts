import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { inTurn, mapped, type State } from './State.ts';
import { correctFirst, fill, paste, register, said, shown } from './steps.ts';

const PHONE = '18651822226';
const CRASHED = JSON.stringify({
  requestId: null,
  operatorId: '2392313',
  member: {
    mobile: '186 5182 2226',
    name: '刘德华',
    gender: 0,
    birthday: '1990-01-01',
    outerId: '',
    outerType: null,
    remark: '',
  },
  consent: null,
  correcting: null,
  chosen: null,
  isLocked: false,
  age: 1000,
});

/** What the fields hold, and what is said of it: every message that a field can have. */
const WRONG: Record<string, Record<string, string>> = {
  'nothing given': {},
  'too long, impossible, of an unknown kind': {
    phone: '123',
    name: 'n'.repeat(65),
    birthday: '20230230',
    'outer-id': 'abc',
    remark: 'r'.repeat(501),
  },
  'too long a code, not yet born': {
    phone: '123',
    birthday: '29990101',
    'outer-id': 'a'.repeat(65),
  },
  'a letter in the number': { phone: '138x' },
  'a digit too many': { phone: '138001380001' },
  'a foreign number': { phone: '+852 9123 4567' },
  'a number as in North America': { phone: '1 415 555 0100' },
  'too young, a code that is none': { birthday: '20200101', 'outer-id': '码' },
  'half a birthday, endless text': { birthday: '1990', name: 'n'.repeat(10_001) },
  'control characters': { name: 'a\u0007', remark: 'b\u0007' },
  'broken characters': { name: 'a\ud800', remark: 'b\ud800' },
};

/** The kind is asked for only of a code that is in order otherwise. */
function chooseWechat(page: Page): Promise<void> {
  return page.evaluate(`(() => {
    const kind = document.querySelector('[data-testid=outer-type]');
    kind.value = 'wechat';
    kind.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

/** The form and what stands in it. */
/** A number whose save is with another till; `since`: when it was registered, as a script. */
async function movedAway(page: Page, preview: PreviewTill, since: string): Promise<void> {
  await register(preview, PHONE, '欧阳娜娜', 'accepted');
  await preview.till(`memoryTill.outbox.registeredAt = () => ${since};
    memoryTill.outbox.change(memoryTill.requests[0].requestId,
      { state: 'discarded', closedReason: 'moved' })`);
  await page.type(PHONE);
  await shown(page, 'known-member');
}

export const FORM_STATES: readonly State[] = [
  { name: 'empty', reach: async () => undefined },
  {
    name: 'empty, in a strip',
    reach: async (page, preview) => {
      await preview.lookAt({ width: 420 });
      await shown(page, 'optional');
    },
  },
  inTurn(
    'wrong input',
    mapped(WRONG, (fields) => async (page) => {
      await page.press('F2');
      for (const [testId, text] of Object.entries(fields)) await paste(page, testId, text);
      if ('outer-id' in fields && fields['outer-id'] !== 'abc') await chooseWechat(page);
      await page.press('F4');
      await page.until(`document.querySelector('[aria-invalid=true]')`);
    }),
  ),
  {
    name: 'pressed in the middle of a composition',
    reach: async (page) => {
      await page.focus('name');
      await page.keyboard.compose('zhang san');
      await page.tap('save');
      await said(page, 'field-error-name');
    },
  },
  inTurn(
    'words that an input method was left with',
    {
      'said at their fields': (page) => said(page, 'field-error-remark'),
      'asked about before they are saved': async (page) => {
        await page.press('F4');
        await shown(page, 'result-unchosen');
      },
    },
    async (page) => {
      await page.type(PHONE);
      for (const field of ['name', 'outer-id', 'remark']) {
        await page.focus(field);
        await page.keyboard.compose('zhang san');
      }
      await page.tap('consent');
    },
  ),
  {
    name: 'filled in, every field',
    reach: async (page) => {
      await page.type(PHONE);
      await page.click('gender-0');
      for (const [testId, text] of [
        ['name', '欧阳娜娜'],
        ['birthday', '1990-01-01'],
        ['outer-id', 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'],
        ['remark', '第一行\n第二行'],
      ] as const)
        await fill(page, testId, text);
      await chooseWechat(page);
      await page.press('F5');
    },
  },
  {
    name: 'cleared, with the way back',
    reach: async (page) => {
      await page.type(PHONE);
      await page.press('F2');
      await shown(page, 'undo-clear');
    },
  },
  {
    name: 'restored after a crash',
    show: { query: 'crashed' },
    reach: async (page) => {
      await page.evaluate(`sessionStorage.setItem('crashed-with', ${JSON.stringify(CRASHED)})`);
      const language = await page.evaluate<string>('document.documentElement.lang');
      await page.evaluate(`void setTimeout(() => location.reload(), 0)`);
      await shown(page, 'result-restored');
      await page.until(`document.documentElement.lang === '${language}'`);
      await page.evaluate(`sessionStorage.removeItem('crashed-with')`);
    },
  },
  {
    name: 'left behind by a crash, and offered',
    show: { query: 'draft=under-a-hand' },
    reach: async (page) => {
      await page.evaluate(`sessionStorage.setItem('crashed-with', ${JSON.stringify(CRASHED)})`);
      const language = await page.evaluate<string>('document.documentElement.lang');
      await page.evaluate(`void setTimeout(() => location.reload(), 0)`);
      await shown(page, 'undo-of-offered');
      await page.until(`document.documentElement.lang === '${language}'`);
      await page.evaluate(`sessionStorage.removeItem('crashed-with')`);
    },
  },
  ...['lookup.too-fast', 'audit.refused', 'store.failed'].map((code) => ({
    name: `left behind by a crash, and not back yet: ${code}`,
    show: { query: 'crashed' },
    reach: async (page: Page) => {
      const refusal = JSON.stringify({ code, waitSeconds: 600 });
      await page.evaluate(`sessionStorage.setItem('draft-refused', ${JSON.stringify(refusal)})`);
      const language = await page.evaluate<string>('document.documentElement.lang');
      await page.evaluate(`void setTimeout(() => location.reload(), 0)`);
      await shown(page, 'draft-later');
      await page.until(`document.documentElement.lang === '${language}'`);
      await page.evaluate(`sessionStorage.removeItem('draft-refused')`);
    },
  })),
  {
    name: 'a number that is looked up a little later',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.lookupWait = 60');
      await page.type('18651822226');
      await shown(page, 'lookup-later');
    },
  },
  {
    name: 'a correction of nobody: no number yet',
    reach: async (page) => {
      await page.press('F6');
      await shown(page, 'nobody-to-correct');
    },
    next: {
      'the till does not know the number': async (page) => {
        await page.type('18651822227');
        await page.press('F6');
        await shown(page, 'nobody-to-correct');
      },
    },
  },
  {
    name: 'a correction of nobody: the till is still being asked',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.lookupMs = 60_000');
      await page.type('18651822226');
      await page.press('F6');
      await shown(page, 'nobody-to-correct');
    },
  },
  {
    name: 'a member already',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await page.type(PHONE);
      await shown(page, 'known-member', '[data-choice=none]');
    },
  },
  {
    name: 'a member already, for some days',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await preview.till(`memoryTill.outbox.change(memoryTill.requests[0].requestId,
        { createdAt: Date.now() - 3 * 86_400_000 })`);
      await page.type(PHONE);
      await shown(page, 'known-member');
    },
  },
  {
    name: 'a member already, since nobody knows when',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await preview.till(`memoryTill.outbox.registeredAt = () => null`);
      await page.type(PHONE);
      await shown(page, 'known-member');
    },
    next: {
      'and the next customer': async (page) => {
        await page.press('F4');
        await shown(page, 'result-known');
      },
    },
  },
  {
    name: 'a member already for some days, and the next customer',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await preview.till(`memoryTill.outbox.registeredAt = () => Date.now() - 3 * 86_400_000`);
      await page.type(PHONE);
      await shown(page, 'known-member');
      await page.press('F4');
      await shown(page, 'result-known');
    },
  },
  {
    name: 'a member already, and the next customer',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await page.type(PHONE);
      await shown(page, 'known-member');
      await page.press('F4');
      await shown(page, 'result-known');
    },
  },
  ...[0, 3].map((days) => ({
    name: `a member who went to another till, ${days === 0 ? 'today' : 'some days after'}`,
    reach: async (page: Page, preview: PreviewTill) => {
      await movedAway(page, preview, `Date.now() - ${days} * 86_400_000`);
    },
  })),
  {
    name: 'a member who went to another till, since nobody knows when',
    reach: async (page, preview) => {
      await movedAway(page, preview, 'null');
    },
    next: {
      'to be registered once more': async (page) => {
        await page.press('F6');
        await shown(page, 'known-member', '[data-choice=add]');
      },
      'and the next customer': async (page) => {
        await page.press('F6');
        await page.press('F4');
        await shown(page, 'result-known');
      },
    },
  },
  inTurn(
    'the correction of a member',
    {
      chosen: (page) => shown(page, 'known-member', '[data-choice=correct]'),
      'that changes nothing': async (page) => {
        await page.press('F4');
        await shown(page, 'result-unchanged');
      },
      'from what to what': async (page) => {
        for (const [testId, text] of [
          ['name', '司马相如'],
          ['birthday', '1990-01-01'],
          ['remark', '第一行\n第二行'],
        ] as const)
          await fill(page, testId, text);
        await page.press('F4');
        await shown(page, 'correction');
      },
      'whose it is': async (page) => {
        await page.evaluate('new Promise((read) => setTimeout(read, 650))');
        await page.press('F4');
        await shown(page, 'whose');
      },
      'of somebody else, who is to agree': async (page) => {
        await page.click('correction-other');
        await shown(page, 'consent-missing');
      },
      'of somebody else, who agrees': async (page) => {
        await page.press('F5');
        await shown(page, 'known-member', '[data-choice=add]');
      },
    },
    async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await page.type(PHONE);
      await shown(page, 'known-member');
      await page.press('F6');
    },
  ),
  {
    name: 'the correction of a save that waits',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.online = false');
      await register(preview, PHONE, '欧阳娜娜');
      await page.type(PHONE);
      await shown(page, 'known-member');
      await page.press('F6');
      await page.click('gender-0');
      await page.press('F4');
      await shown(page, 'correction');
    },
  },
  {
    name: 'the consent is missing',
    reach: async (page) => {
      await page.type(PHONE);
      await page.press('F4');
      await shown(page, 'consent-missing');
    },
  },
  inTurn(
    'what was agreed to was of another brand',
    {
      told: (page) => shown(page, 'consent-lost'),
      'and is missing': async (page) => {
        await page.press('F4');
        await shown(page, 'consent-missing');
      },
    },
    async (page, preview) => {
      await page.type(PHONE);
      await page.press('F5');
      await preview.till(`memoryTill.settings.tell({ brandId: 'another' })`);
    },
  ),
  {
    name: 'the consent is refused',
    reach: async (page) => {
      await page.type(PHONE);
      await page.press('F12');
      await shown(page, 'result-refused');
    },
  },
  {
    name: 'the consent is refused, of whom a save may be stored',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.loseAnswers = true');
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'save-failed');
      await page.press('F12');
      await shown(page, 'result-refused');
    },
  },
  ...['', 'notice=built-in'].map(
    (query): State => ({
      name: query === '' ? 'the notice of the chain' : 'the notice of the program',
      show: { query },
      reach: async (page) => {
        await page.click('read-notice');
        await page.until(`document.querySelector('[data-testid=notice]')?.open`);
      },
    }),
  ),
  inTurn('the birthday picker', {
    decade: async (page) => {
      await page.click('pick-birthday');
      await shown(page, 'birthday-picker', '[data-step=decade]');
    },
    ...Object.fromEntries(
      ['year', 'month', 'day'].map((step) => [
        step,
        async (page: Page) => {
          await page.press('Home');
          await page.press('Enter');
          await shown(page, 'birthday-picker', `[data-step=${step}]`);
        },
      ]),
    ),
  }),
  {
    name: 'a save that nobody could decide is being corrected',
    reach: async (page, preview) => {
      // Nobody answers it in the meantime.
      await preview.till('memoryTill.switches.gatewayMs = 60_000');
      await register(preview, PHONE, '欧阳娜娜', 'saved');
      await preview.till(`memoryTill.outbox.change(memoryTill.outbox.lines().at(-1).requestId,
        { state: 'held', heldReason: 'undecidable', text: '手机号格式有误' })`);
      await page.press('F8');
      await shown(page, 'correct');
      await page.click('correct');
      await shown(page, 'correcting');
    },
  },
  {
    name: 'a save that was refused by a code without words is being corrected',
    reach: async (page, preview) => {
      // Nobody answers it in the meantime.
      await preview.till('memoryTill.switches.gatewayMs = 60_000');
      await register(preview, PHONE, '欧阳娜娜', 'saved');
      await preview.till(`memoryTill.outbox.change(memoryTill.outbox.lines().at(-1).requestId,
        { state: 'held', heldReason: 'rejected', subCode: 'isv.invalid-parameter:birthday' })`);
      await correctFirst(page);
    },
  },
  {
    name: 'a save is being corrected',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.refusal = '生日不合法：no such day'`);
      await register(preview, PHONE, '欧阳娜娜', 'held');
      await correctFirst(page);
    },
    next: {
      'with a wrong field': async (page) => {
        await fill(page, 'birthday', '1990');
        await page.press('F4');
        await shown(page, 'result-wrong');
      },
      'given up by the customer': async (page) => {
        await page.press('F12');
        await shown(page, 'result-refused');
      },
    },
  },
  {
    name: 'somebody was interrupted for a correction',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.refusal = '生日不合法：no such day'`);
      await register(preview, PHONE, '欧阳娜娜', 'held');
      await page.type('13900139000');
      await correctFirst(page);
      await page.press('F12');
      await page.press('Shift');
      await page.press('1');
      await page.press('Backspace');
      await shown(page, 'undo-of-interrupted');
    },
  },
];
