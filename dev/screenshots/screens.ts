import type { ProvisionQuestion } from '../../app/settings/provisionChanges.ts';
import type { Page } from '../../pageTests/Page.ts';
import type { PreviewTill, ShowOptions } from '../../pageTests/PreviewTill.ts';
import { askWhose } from '../../pageTests/states/computer.ts';
import { MANAGER_STATES } from '../../pageTests/states/manager.ts';
import { askToMove, typePassphrase } from '../../pageTests/states/moving.ts';
import {
  askForPin,
  FIRST_START,
  giveEverything,
  giveGateway,
  openSettings,
  register,
  shown,
} from '../../pageTests/states/steps.ts';

/** One picture: how the page is opened, and what somebody does before it is taken. */
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
      await register(preview, '18651822226', '刘德华');
      await shown(page, 'banner', '[data-kind=unreachable]');
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
      await register(preview, '18651822226', '刘德华');
      await preview.confirmed('accepted');
      await page.type('18651822226');
      await shown(page, 'known-member');
    },
  },
  {
    name: 'birthday',
    act: async (_preview, page) => {
      await page.click('pick-birthday');
      await shown(page, 'birthday-picker');
      await page.press('Enter');
      await page.press('Enter');
      await page.press('Enter');
      await shown(page, 'birthday-picker', '[data-step=day]');
    },
  },
  {
    name: 'records',
    act: async (preview, page) => {
      await threeSaves(preview, page);
      await page.press('F8');
      await shown(page, 'queue-rows');
      await page.press('ArrowDown');
    },
  },
  {
    name: 'locked',
    act: async (_preview, page) => {
      await page.type('186');
      await page.press('F9');
      await shown(page, 'lock-screen');
    },
  },
  {
    name: 'scanner-test',
    act: async (_preview, page) => {
      await page.press('F11');
      await shown(page, 'scanner-test');
    },
  },
  { name: 'pin', act: (_preview, page) => askForPin(page) },
  {
    name: 'settings',
    act: (_preview, page) => openSettings(page),
  },
  {
    name: 'notice',
    act: async (_preview, page) => {
      await page.click('read-notice');
      await shown(page, 'notice');
    },
  },
  {
    name: 'operators',
    act: async (_preview, page) => {
      await page.press('F10');
      await shown(page, 'operator-2392313');
    },
  },
  {
    name: 'correcting',
    act: async (preview, page) => {
      await openHeld(preview, page);
      await page.click('correct');
      await shown(page, 'correcting');
    },
  },
  {
    name: 'discarding',
    act: async (preview, page) => {
      await openHeld(preview, page);
      await page.click('discard');
      await shown(page, 'discard-reasons');
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
      await shown(page, 'queue-rows');
    },
  },
  {
    name: 'other-app',
    act: async (preview, page) => {
      await openOtherApp(preview, page);
      await page.click('other-app-0');
      await shown(page, 'go-on');
    },
  },
  {
    name: 'settings-file',
    act: async (preview, page) => {
      await preview.till(`memoryTill.settings.ask(${JSON.stringify(FILE)})`);
      await shown(page, 'provision-changes');
    },
  },
  {
    name: 'moving',
    act: async (preview, page) => {
      await offlineSaves(preview, 23);
      await shown(page, 'line-S-0023');
      await askToMove(page, preview, 'export');
      await typePassphrase(page);
    },
  },
  {
    name: 'other-computer',
    act: async (preview, page) => {
      await offlineSaves(preview, 12);
      await shown(page, 'line-S-0012');
      await askWhose(page, preview);
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
      await giveEverything(page);
      await shown(page, 'connection-verdict');
    },
  },
  {
    name: 'strip',
    show: { width: 420 },
    act: (preview) => register(preview, '18651822226', '刘德华'),
  },
  ofManager('overview', 'today and the last 30 days, as charts'),
  ofManager('reconciliation', 'the sum of a day, with slips missing'),
  ofManager('held', 'a group of what is held'),
  ofManager('person', 'one person, a save of each kind'),
  ofManager('transfer', 'a table of members'),
  ofManager('audit', 'the audit trail, more lines'),
  ofManager('diagnostics', 'the diagnostics'),
];

/** A till of one brand that a file wants to make one of another. */
const FILE: ProvisionQuestion = {
  id: 1,
  changes: [
    { part: 'brand', from: '21003', to: '21004' },
    {
      part: 'address',
      from: 'https://gw.api.taobao.com/router/rest',
      to: 'https://members.example.com/router/rest',
    },
  ],
  leavesBehind: true,
  needs: 'pin',
};

/** What was saved before the settings became those of another app. */
async function openOtherApp(preview: PreviewTill, page: Page): Promise<void> {
  await preview.till('memoryTill.switches.online = false');
  await register(preview, '15912340071', '王芳');
  await register(preview, '13800138000', '张三');
  await preview.till(`const { outbox } = memoryTill;
    for (const { requestId } of outbox.lines()) outbox.change(requestId,
      { state: 'held', heldReason: 'other-app', madeFor: 'gw.api.taobao.com', attempts: 0 });
    outbox.otherApps = [{ brandId: '21003', app: 'https://gw.api.taobao.com 23456789',
      host: 'gw.api.taobao.com', count: 2, mayGoOn: true }];
    outbox.pause = { kind: 'none' };
    outbox.changed();`);
  await page.press('F8');
  await shown(page, 'other-app-0');
}

/** So many customers of this morning, whom no network has let through. */
async function offlineSaves(preview: PreviewTill, count: number): Promise<void> {
  await preview.till(`memoryTill.switches.online = false;
    for (let place = 1; place <= ${count}; place += 1) {
      const end = String(place).padStart(4, '0');
      memoryTill.outbox.add(end.padStart(32, '0'), JSON.stringify({ mobile: '1381234' + end }),
        { mobile: '138****' + end, name: '王*' }, Date.now() - (${count} - place) * 240_000);
    }`);
}

async function openHeld(preview: PreviewTill, page: Page): Promise<void> {
  await threeSaves(preview, page);
  await page.press('F8');
  await shown(page, 'row-S-0002');
  await page.click('row-S-0002');
  await shown(page, 'discard');
}

/** One accepted, one refused, one waiting. */
async function threeSaves(preview: PreviewTill, page: Page): Promise<void> {
  const state = (slip: string, is: string) => shown(page, `line-${slip}`, `[data-state=${is}]`);
  await register(preview, '15912340071', '王芳');
  await state('S-0001', 'accepted');
  await preview.till(`memoryTill.switches.refusal = '非法参数'`);
  await register(preview, '13800138000', '张三');
  await state('S-0002', 'held');
  await preview.till('memoryTill.switches.refusal = null; memoryTill.switches.gatewayMs = 600_000');
  await register(preview, '18651822226', '刘德华');
  await state('S-0003', 'sending');
}

/** A section of the manager's page, as the check of all states reaches it. `state`: how its name begins. */
function ofManager(section: string, state: string): Screen {
  const found = MANAGER_STATES.find(({ name }) => name.startsWith(state));
  if (found === undefined) throw new Error(`no state of the manager's page begins with ${state}`);
  return {
    name: `manager-${section}`,
    ...(found.show && { show: found.show }),
    act: (preview, page) => found.reach(page, preview),
  };
}
