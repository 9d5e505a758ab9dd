import type { Page } from '../../renderer/page/Page.ts';
import type { PreviewTill, ShowOptions } from '../../renderer/page/PreviewTill.ts';

/** One picture: how the page is opened, and what a person does before it is taken. */
export interface Screen {
  /** The picture's name in `docs/images`, before the language. */
  name: string;
  show?: ShowOptions;
  act: (preview: PreviewTill, page: Page) => Promise<void>;
}

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
  {
    name: 'settings',
    act: async (_preview, page) => {
      await page.click('settings');
      await shown(page, 'dialog[open]');
    },
  },
  {
    name: 'first-start',
    show: { query: 'provisioned=no', until: `document.querySelector('[data-testid=wizard]')` },
    act: async () => undefined,
  },
  {
    name: 'strip',
    show: { width: 420 },
    act: (preview, page) => register(preview, page, '18651822226', '刘德华'),
  },
];

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
