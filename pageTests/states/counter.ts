import type { Fix } from '../../app/gateway/connectionProblems.ts';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { QueuePause, StoreWarning } from '../../app/outbox/outboxView.ts';
import { HELD_REASONS } from '../../app/outbox/save.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { ScannerGun } from '../ScannerGun.ts';
import { inTurn, mapped, type State } from './State.ts';
import { PIN, saidAnew, shown } from './steps.ts';

const PHONE = '18651822226';

const configuration = (code: string, fix: Fix): QueuePause => ({
  kind: 'configuration',
  fix,
  code,
  subCode: 'isv.invalid-signature',
});

/** An answer for each thing that somebody may have to look at. */
const FIXES: readonly [code: string, fix: Fix][] = [
  ['25', 'secret'],
  ['27', 'session'],
  ['29', 'app-key'],
  ['29 by a relay', 'till-key'],
  ['29 for a brand', 'brand'],
  ['11', 'permission'],
  ['22', 'address'],
  ['999', 'settings'],
];

const PAUSES: Record<string, QueuePause> = {
  'no network': { kind: 'unreachable', retryAt: null },
  'a proxy without a password': {
    kind: 'unreachable',
    retryAt: null,
    proxy: 'proxyWantsPassword',
  },
  'a proxy that refuses the password': {
    kind: 'unreachable',
    retryAt: null,
    proxy: 'proxyPassword',
  },
  'another proxy': { kind: 'unreachable', retryAt: null, proxy: 'proxyOther' },
  'a busy platform': { kind: 'busy', retryAt: null },
  'banned, until nobody knows when': { kind: 'quota', until: null },
  'banned until a time': { kind: 'quota', until: Date.UTC(2026, 10, 25, 15, 59) },
  'the clock': { kind: 'clock', offsetSeconds: -7_500 },
  'the clock, by minutes': { kind: 'clock', offsetSeconds: 700 },
  'the clock, by seconds': { kind: 'clock', offsetSeconds: 45 },
  'everybody is refused': {
    kind: 'rejections',
    code: '15',
    subCode: 'isv.brand-closed',
  },
  'everybody is refused for their shop': {
    kind: 'rejections',
    code: '41',
    subCode: 'isv.shop-not-of-this-till',
  },
  'earlier settings': { kind: 'settings-set-back' },
  'the data of another computer': { kind: 'other-computer' },
  'no settings': { kind: 'not-provisioned' },
  ...Object.fromEntries(
    FIXES.map(([code, fix]) => [`the settings (${code})`, configuration(code, fix)]),
  ),
};

const STORE_WARNINGS: readonly StoreWarning['code'][] = [
  'store.set-aside',
  'store.erasure-lost',
  'store.lines-lost',
  'store.torn-tail',
  'store.went-backwards',
  'store.witness-away',
  'store.mark-unread',
  'store.space-low',
  'store.disk-full',
  'store.read-only',
  'store.other-program',
  'store.write-failed',
  'store.file-stuck',
  'store.file-kept',
  'store.tidy-failed',
  'store.erasure-left',
  'store.key-unreadable',
  'store.key-restored',
  'store.other-secret',
  'store.same-id',
  'store.weak-protection',
];

const TRAIL_WARNINGS: readonly StoreWarning['code'][] = [
  'audit.broken',
  'audit.set-aside',
  'audit.refused',
  'audit.unguarded',
  'audit.owed',
  'settings.missing',
  'settings.set-back',
  'settings.unsure',
  'provision.taken-over',
  'key.not-replaced',
  'pin.set-back',
  'pin.missing',
  'provision.not-read',
  'provision.machine-not-read',
  'provision.overruled',
  'queue.taken-in',
  'queue.recovered',
  'queue.left-in-own',
  'queue.shared-gone',
  'queue.shared-unjudged',
  'totals.lost',
  'window.hot-key-taken',
  'api.port-taken',
  'api.not-started',
];

const SCANS: Record<string, string> = {
  mobile: '13800138000',
  outerId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  alipay: '2088328921390232',
  'payment-code': '134512345678901234',
  unknown: '6901234567892'.repeat(8),
  other: 'BADGE-B',
};

/** How the trail calls what has other words in the catalogue. */
const NAMES: Readonly<Record<string, string>> = {
  shop: 'shopId',
  lock: 'lockAfterMinutes',
  'data-key': 'rotateKey',
  'second-place': 'watermarkFolder',
  language: 'locale',
  hours: 'openingHours',
};

const WARNINGS = [...STORE_WARNINGS, ...TRAIL_WARNINGS];

/** Each of them alone. */
const told = (codes: readonly StoreWarning['code'][]) =>
  Object.fromEntries(
    codes.map((code) => [
      code,
      async (page: Page, preview: PreviewTill) => {
        await preview.till(`memoryTill.outbox.warnings =
            [{ code: '${code}', detail: 'outbox-000002.journal.damaged-2026-11-25' }];
            memoryTill.outbox.changed()`);
        await shown(page, 'banner', `[data-kind="${code}"]`);
      },
    ]),
  );

/** One save for each state that it can be in, with the ages that the list and the badge can tell. */
const EVERY_SAVE = `
  const { outbox } = memoryTill;
  const day = 86_400_000;
  const ages = [2 * day, 3 * 3_600_000, 20 * 60_000, 0];
  const become = [
    { state: 'pending' },
    { state: 'sending', attempts: 3 },
    { state: 'accepted' },
    { state: 'discarded', closedReason: 'manager' },
    { state: 'discarded', closedReason: 'corrected' },
    { state: 'discarded', closedReason: 'moved' },
    ...${JSON.stringify(HELD_REASONS)}.map((heldReason) =>
      ({ state: 'held', heldReason, field: heldReason === 'rejected' ? 'birthday' : null })),
    { state: 'held', heldReason: 'rejected', refusedShop: '239923231' },
  ];
  for (const [number, change] of become.entries()) {
    const masked = { mobile: number === 3 ? '' : '138****8000', name: '欧**' };
    outbox.add('r' + number, '{}', masked, Date.now() - ages[number % 4]);
    outbox.change('r' + number, change);
  }`;

/** The first one is two minutes older than the rest, as the badge has to say something else of it. */
const MANY_SAVES = `
  const { outbox } = memoryTill;
  const { changed } = outbox;
  outbox.changed = () => undefined;
  for (let number = 0; number < 1_012; number += 1)
    outbox.add('r' + number, '{}', { mobile: '138****8000', name: '' }, Date.now() - 120_000);
  for (let number = 1000; number < 1_012; number += 1)
    outbox.change('r' + number, { state: 'held', heldReason: 'rejected' });
  outbox.changed = changed;
  outbox.changed();`;

/** What the counter says of the queue and of the last scan. */
export const COUNTER_STATES: readonly State[] = [
  {
    name: 'the queue is still being read',
    show: { query: 'program=slow' },
    reach: (page) => shown(page, 'badge', '[data-tone=unknown]'),
  },
  inTurn(
    'sending pauses',
    mapped(PAUSES, (pause) => async (page, preview) => {
      await preview.till(`memoryTill.outbox.pause = { kind: 'none' }; memoryTill.outbox.changed()`);
      await page.until(`!document.querySelector('[data-testid=banner]')`);
      await preview.till(`memoryTill.outbox.pause = ${JSON.stringify(pause)};
        memoryTill.outbox.changed()`);
      await shown(page, 'banner');
    }),
  ),
  {
    name: 'the clock is corrected for',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.outbox.clockOffsetSeconds = 700; memoryTill.outbox.changed()`);
      await shown(page, 'banner');
    },
  },
  inTurn('the store tells', told(STORE_WARNINGS)),
  inTurn('the audit trail tells', told(TRAIL_WARNINGS)),
  {
    name: 'a settings file was taken over, with a change of everything that has a word',
    reach: async (page, preview) => {
      const parts = Object.keys(CATALOGUES.en.provision.part).map((part) => NAMES[part] ?? part);
      await preview.till(`memoryTill.outbox.warnings =
          [{ code: 'provision.taken-over', detail: '${parts.join()}' }];
          memoryTill.outbox.changed()`);
      await shown(page, 'banner', '[data-kind="provision.taken-over"]');
    },
  },
  {
    name: '"try now", pressed too often',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.sendWait = 600;
        memoryTill.outbox.pause = { kind: 'unreachable', retryAt: null };
        memoryTill.outbox.changed()`);
      await shown(page, 'send-now');
      await page.click('send-now');
      await shown(page, 'send-now', '[aria-disabled=true]');
    },
  },
  {
    name: 'many banners at once',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.outbox.warnings = ${JSON.stringify(WARNINGS)}.map((code) =>
          ({ code, detail: 'ENOSPC' }));
        memoryTill.outbox.pause = { kind: 'unreachable', retryAt: null };
        memoryTill.outbox.clockOffsetSeconds = 700; memoryTill.outbox.changed()`);
      await page.until(`document.querySelectorAll('[data-testid=banner]').length > 10`);
    },
  },
  {
    name: 'saves of every state in the list',
    reach: async (page, preview) => {
      await preview.till(EVERY_SAVE);
      await shown(page, 'line-S-0011');
    },
  },
  inTurn(
    '1,000 waiting and 12 held, the oldest one',
    mapped(
      { 'made just now': 0, '20 minutes old': 20, 'hours old': 180, 'days old': 4320 },
      (minutes) => async (page, preview) => {
        await saidAnew(page, 'badge', () =>
          preview.till(`memoryTill.outbox.change('r0', { createdAt: Date.now() - ${minutes} * 60_000,
            attempts: ${minutes} })`),
        );
      },
    ),
    async (page, preview) => {
      await preview.till(MANY_SAVES);
      await shown(page, 'badge', '[data-waiting="1000"]');
    },
  ),
  {
    name: 'the list of operators',
    reach: async (page) => {
      await page.press('F10');
      await shown(page, 'operator-2392313');
    },
  },
  {
    name: 'the list of operators, where nobody has said who is there',
    show: { query: 'operator=none' },
    reach: async (page) => {
      await page.type('18651822226');
      await page.press('F5');
      await shown(page, 'operator-2392313');
    },
  },
  {
    name: 'nobody at the till: its operator is none any more',
    reach: async (page) => {
      await page.evaluate(`(async () => {
        const pin = '${PIN}';
        const { value } = await memoryTill.bridge.getSettings({ pin });
        const { url, appKey, signMethod } = value.gateway;
        const gateway = { url, appKey, signMethod, appSecret: null, session: null };
        const operators = [{ id: '7', name: 'Li' }];
        const settings = { ...value, gateway, operators };
        const { revision } = value;
        await memoryTill.bridge.saveSettings({ pin, settings, revision });
      })()`);
      await page.until(`document.querySelector('.header-shop')`);
    },
  },
  {
    name: 'without sounds',
    reach: async (page) => {
      await page.click('sound');
      await shown(page, 'sound', '[aria-pressed=false]');
    },
  },
  inTurn(
    'a scan',
    mapped(SCANS, (code) => async (page) => {
      await page.press('ArrowLeft');
      await page.until(`!document.querySelector('[data-testid=scan-feedback]')`);
      await new ScannerGun(page.keyboard).scan(code);
      await shown(page, 'scan-feedback');
    }),
    (page) => page.type('13900139000'),
  ),
  {
    name: 'a scan while the form is being saved',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.flushMs = 600_000');
      await page.type(PHONE);
      await preview.save();
      await new ScannerGun(page.keyboard).scan('13800138000');
      await shown(page, 'scan-feedback', '[data-kind=busy]');
    },
  },
  {
    name: 'a code was scanned beside a save that has failed',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'save-failed');
      await new ScannerGun(page.keyboard).scan('oQx7kLm39aBcDeFgHiJkLmNoPqRs');
      await shown(page, 'scan-feedback');
    },
  },
  {
    name: 'a scan has replaced the number of a save that has failed',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'save-failed');
      await new ScannerGun(page.keyboard).scan('13900139000');
      await shown(page, 'scan-feedback');
    },
  },
];
