import type { Page } from '../../renderer/page/Page.ts';
import type { PreviewTill, ShowOptions } from '../../renderer/page/PreviewTill.ts';

/** One picture: how the page is opened, and what a person does before it is taken. */
export interface Screen {
  /** The picture's name in `docs/images`, before the language. */
  name: string;
  show?: ShowOptions;
  act: (preview: PreviewTill, page: Page) => Promise<void>;
}

const FIRST_START: ShowOptions = {
  query: 'provisioned=no',
  until: `document.querySelector('[data-testid=wizard]')`,
};

/** Every screen that a reader of the README should see. A new screen gets its line here. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'registration',
    act: async (preview, page) => {
      await threeSaves(preview, page);
      await page.type('13912340071');
    },
  },
  { name: 'saved', act: threeSaves },
  {
    name: 'offline',
    show: { dark: true },
    act: async (preview, page) => {
      await preview.till('memoryTill.switches.online = false');
      await register(preview, page, '18651822226', '刘德华');
      await shown(page, '[data-testid=banner][data-kind=unreachable]');
    },
  },
  {
    name: 'wrong-input',
    act: async (_preview, page) => {
      await page.type('12345678901');
      await page.click('birthday');
      await page.type('20230230');
      await page.press('F4');
      await page.until(`document.querySelector('[data-testid=field-error-birthday]').textContent`);
    },
  },
  {
    name: 'known-member',
    act: async (preview, page) => {
      await register(preview, page, '18651822226', '刘德华');
      await preview.confirmed('accepted');
      await page.type('18651822226');
      await shown(page, '[data-testid=known-member]');
    },
  },
  {
    name: 'birthday',
    act: async (_preview, page) => {
      await page.click('pick-birthday');
      await shown(page, '[data-testid=birthday-picker]');
      await page.press('Enter');
      await page.press('Enter');
      await page.press('Enter');
      await shown(page, '[data-testid=birthday-picker][data-step=day]');
    },
  },
  {
    name: 'records',
    act: async (preview, page) => {
      await threeSaves(preview, page);
      await page.press('F8');
      await shown(page, '[data-testid=queue-rows]');
      await page.press('ArrowDown');
    },
  },
  {
    name: 'locked',
    act: async (_preview, page) => {
      await page.type('186');
      await page.press('F9');
      await shown(page, '[data-testid^=lock-]');
    },
  },
  {
    name: 'scanner-test',
    act: async (_preview, page) => {
      await page.press('F11');
      await shown(page, '[data-testid=scanner-test]');
    },
  },
  { name: 'pin', act: (_preview, page) => askForPin(page) },
  {
    name: 'settings',
    act: async (_preview, page) => {
      await askForPin(page);
      await page.type('246810');
      await page.press('Enter');
      await shown(page, '[data-testid=settings-screen]');
    },
  },
  {
    name: 'notice',
    act: async (_preview, page) => {
      await page.click('read-notice');
      await shown(page, '[data-testid=notice]');
    },
  },
  {
    name: 'operators',
    act: async (_preview, page) => {
      await page.press('F10');
      await shown(page, '[role^=menu]');
    },
  },
  {
    name: 'correcting',
    act: async (preview, page) => {
      await openHeld(preview, page);
      await page.click('correct');
      await shown(page, '[data-testid=correcting]');
    },
  },
  {
    name: 'discarding',
    act: async (preview, page) => {
      await openHeld(preview, page);
      await page.click('discard');
      await shown(page, '[data-testid^=reason-]');
    },
  },
  {
    name: 'drain',
    act: async (preview, page) => {
      await threeSaves(preview, page);
      await preview.till(`memoryTill.outbox.progress =
        { done: 132, total: 187, ratePerMinute: 60, timeLeft: 55_000 };
        memoryTill.outbox.changed();`);
      await page.press('F8');
      await shown(page, '[data-testid=queue-rows]');
    },
  },
  { name: 'first-start', show: FIRST_START, act: async () => undefined },
  {
    name: 'first-start-shop',
    show: FIRST_START,
    act: (_preview, page) => giveGateway(page),
  },
  {
    name: 'first-start-connection',
    show: FIRST_START,
    act: async (_preview, page) => {
      await giveGateway(page);
      await fill(page, 'settings-brandId', '244323');
      await fill(page, 'settings-shopId', 'SH-0042');
      await fill(page, 'settings-operators-0-id', '2392313');
      await fill(page, 'settings-operators-0-name', '小林');
      await page.press('Enter');
      await shown(page, '[data-testid=settings-pin-first]');
      await fill(page, 'settings-pin-first', '246810');
      await fill(page, 'settings-pin-again', '246810');
      await page.press('Enter');
      await shown(page, '[data-testid=connection-verdict]');
    },
  },
  {
    name: 'strip',
    show: { width: 420 },
    act: (preview, page) => register(preview, page, '18651822226', '刘德华'),
  },
];

async function askForPin(page: Page): Promise<void> {
  await page.click('settings');
  await page.until(`document.activeElement.dataset.testid === 'pin'`);
}

async function openHeld(preview: PreviewTill, page: Page): Promise<void> {
  await threeSaves(preview, page);
  await page.press('F8');
  await shown(page, '[data-testid=row-S-0002]');
  await page.click('row-S-0002');
  await shown(page, '[data-testid=discard]');
}

async function fill(page: Page, testId: string, text: string): Promise<void> {
  await page.evaluate(`document.querySelector('[data-testid="${testId}"]').focus()`);
  await page.insert(text);
}

async function giveGateway(page: Page): Promise<void> {
  await fill(page, 'settings-gateway-appKey', '23456789');
  await fill(page, 'settings-gateway-appSecret', 'secret');
  await page.press('Enter');
  await shown(page, '[data-testid=settings-brandId]');
}

async function register(preview: PreviewTill, page: Page, mobile: string, name: string) {
  await page.type(mobile);
  await page.press('Enter');
  await page.insert(name);
  await preview.save();
  await preview.confirmed();
}

/** One accepted, one held with the gateway's words, one waiting. */
async function threeSaves(preview: PreviewTill, page: Page): Promise<void> {
  const state = (slip: string, is: string) =>
    shown(page, `[data-testid=line-${slip}][data-state=${is}]`);
  await register(preview, page, '15912340071', '王芳');
  await state('S-0001', 'accepted');
  await preview.till(`memoryTill.switches.refusal = '非法参数'`);
  await register(preview, page, '13800138000', '张三');
  await state('S-0002', 'held');
  await preview.till('memoryTill.switches.refusal = null; memoryTill.switches.gatewayMs = 600_000');
  await register(preview, page, '18651822226', '刘德华');
  await state('S-0003', 'sending');
}

function shown(page: Page, selector: string): Promise<void> {
  return page.until(`document.querySelector('${selector}')`);
}
