import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { inTurn, type State } from './State.ts';
import { said, saidAnew, shown, typePin } from './steps.ts';

/** One save for each of these, in this order. */
const SAVES: Record<string, object> = {
  waiting: { state: 'pending' },
  'being sent': { state: 'sending', attempts: 2 },
  refused: {
    state: 'held',
    heldReason: 'rejected',
    code: '50',
    subCode: 'isv.invalid-parameter:birthday',
    field: 'birthday',
    text: '生日不合法 no such day',
    attempts: 1,
  },
  undecidable: { state: 'held', heldReason: 'undecidable', code: '15', attempts: 5 },
  stale: { state: 'held', heldReason: 'stale', attempts: 2 },
  'of a wrong sign': { state: 'held', heldReason: 'sign', code: '25', attempts: 1 },
  'refused alone': { state: 'held', heldReason: 'configuration', code: '11', attempts: 1 },
  unreadable: { state: 'held', heldReason: 'unreadable' },
  'of another app': { state: 'held', heldReason: 'other-app' },
  'imported late': {
    state: 'held',
    heldReason: 'late-import',
    exportedAt: Date.UTC(2026, 10, 20, 4),
  },
  'of a busy platform': { state: 'held', heldReason: 'busy', busyHours: 26, attempts: 190 },
  accepted: { state: 'accepted', customerId: '7' },
  discarded: {
    state: 'discarded',
    closedReason: 'manager',
    closing: { reason: 'mistake', operatorId: '2392313' },
  },
  moved: { state: 'discarded', closedReason: 'moved' },
  corrected: { state: 'discarded', closedReason: 'corrected' },
  'that corrects another': { state: 'pending' },
};

const FILL = `
  const { outbox } = memoryTill;
  const become = ${JSON.stringify(Object.values(SAVES))};
  for (const [place, change] of become.entries()) {
    const requestId = String(place + 1).padStart(32, '0');
    const masked = { mobile: place === 3 ? '' : '138****8000', name: '欧**' };
    const correctionOf = place + 1 === become.length ? String(place).padStart(32, '0') : null;
    outbox.add(requestId, JSON.stringify({ mobile: '13800138000' }), masked,
      Date.now(), { operatorId: '2392313', correctionOf });
    outbox.change(requestId, change);
  }
  outbox.words.set(String(3).padStart(32, '0'), '请顾客再报一次生日，证件上的 as on the card');`;

const PAUSES: readonly QueuePause[] = [
  { kind: 'unreachable', retryAt: null },
  { kind: 'busy', retryAt: null },
  { kind: 'quota', until: Date.UTC(2026, 10, 25, 15, 59) },
  { kind: 'clock', offsetSeconds: -7_500 },
  {
    kind: 'configuration',
    fix: 'secret',
    code: '25',
    subCode: 'isv.invalid-signature',
  },
  { kind: 'rejections', code: '15', subCode: 'isv.brand-closed' },
];

export async function openQueue(page: Page, preview: PreviewTill): Promise<void> {
  await preview.till('memoryTill.switches.online = false');
  await preview.till(FILL);
  await page.press('F8');
  await shown(page, 'queue-rows');
}

async function choose(page: Page, preview: PreviewTill, save: string): Promise<void> {
  await openQueue(page, preview);
  await chooseRow(page, save);
}

async function chooseRow(page: Page, save: string): Promise<void> {
  await page.click('filter-all');
  const slip = slipOf(save);
  await page.until(`document.querySelector('[data-testid^="row-S-"]')`);
  // The older ones stand at the end of the list, which draws no more than is in sight and a little beyond.
  const isOld = Object.keys(SAVES).indexOf(save) < 8;
  if (isOld) await page.evaluate(`document.querySelector('.queue-rows').scrollTop = 1e6`);
  await shown(page, `row-${slip}`);
  await page.click(`row-${slip}`);
  await page.until(`document.querySelector('#queue-slip')?.textContent === '${slip}'`);
}

function slipOf(save: string): string {
  return `S-${String(Object.keys(SAVES).indexOf(save) + 1).padStart(4, '0')}`;
}

/** Asks for the PIN of an action on a save. */
const ASKING: Record<string, (page: Page, preview: PreviewTill) => Promise<void>> = {
  'send again': async (page, preview) => {
    await choose(page, preview, 'stale');
    await page.click('send-again');
  },
  discard: async (page, preview) => {
    await choose(page, preview, 'stale');
    await page.click('discard');
    await page.click('reason-duplicate');
  },
  requeue: async (page, preview) => {
    await choose(page, preview, 'discarded');
    await page.click('requeue');
  },
  'requeue what another till has': async (page, preview) => {
    await choose(page, preview, 'moved');
    await page.click('requeue');
  },
};

/** The queue panel: its list, one save, and what is asked before something is done with it. */
export const QUEUE_STATES: readonly State[] = [
  {
    name: 'the queue panel, nothing in it',
    reach: async (page) => {
      await page.press('F8');
      await shown(page, 'queue-nothing');
    },
  },
  { name: 'the queue panel, no save chosen', reach: openQueue },
  {
    name: 'the queue panel, the list still being read',
    reach: async (page, preview) => {
      await preview.till(`const { listSaves } = memoryTill.bridge;
        memoryTill.bridge.listSaves = async (query) => {
          const answer = await listSaves(query);
          return { ...answer, value: { ...answer.value, rows: [] } };
        }`);
      await openQueue(page, preview);
      await page.until(`document.querySelector('.queue-row-empty')`);
    },
  },
  {
    name: 'the queue panel, a search without a hit',
    reach: async (page, preview) => {
      await openQueue(page, preview);
      await page.type('999');
      await shown(page, 'queue-nothing');
    },
  },
  inTurn(
    'the queue panel, the list that cannot be read',
    Object.fromEntries(
      ['request.refused', 'lookup.too-fast'].map((code) => [
        code,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, 'queue-read-failure', async () => {
            await preview.till(`memoryTill.bridge.listSaves =
              async () => ({ ok: false, error: { code: '${code}', waitSeconds: 900 } })`);
            await page.click('filter-all');
            await page.click('filter-discarded');
          }),
      ]),
    ),
    openQueue,
  ),
  inTurn(
    'the queue panel, filtered by',
    Object.fromEntries(
      ['waiting', 'sending', 'held', 'accepted-today', 'discarded', 'all'].map((filter) => [
        filter,
        async (page: Page) => {
          await page.click(`filter-${filter}`);
          await shown(page, `filter-${filter}`, ':checked');
        },
      ]),
    ),
    openQueue,
  ),
  inTurn(
    'the queue panel, a save',
    Object.fromEntries(
      Object.keys(SAVES).map((save) => [save, (page: Page) => chooseRow(page, save)]),
    ),
    openQueue,
  ),
  inTurn(
    'the queue panel, a drain that pauses',
    Object.fromEntries(
      PAUSES.map((pause) => [
        pause.kind,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, 'queue-pause', () =>
            preview.till(`memoryTill.outbox.pause = ${JSON.stringify(pause)};
              memoryTill.outbox.progress =
                { done: 132, total: 187, ratePerMinute: 60, timeLeft: 55_000 };
              memoryTill.outbox.changed()`),
          ),
      ]),
    ),
    openQueue,
  ),
  {
    name: 'the queue panel, why it is discarded',
    reach: async (page, preview) => {
      await choose(page, preview, 'refused');
      await page.click('discard');
      await shown(page, 'discard-reasons');
    },
  },
  {
    name: 'the queue panel, a save that nobody can discard: no PIN is set',
    show: { query: 'pin=none' },
    reach: async (page, preview) => {
      await choose(page, preview, 'refused');
      await page.click('discard');
      await said(page, 'pin-error');
    },
  },
  ...Object.entries(ASKING).map(([action, ask]) =>
    inTurn(
      `the PIN to ${action}`,
      {
        asked: (page) => shown(page, 'pin-prompt'),
        wrong: async (page) => {
          await typePin(page, '1111');
          await said(page, 'pin-error');
        },
      },
      ask,
    ),
  ),
  inTurn(
    'the queue panel, what was not done',
    Object.fromEntries(
      [
        'save.changed',
        'save.unreadable',
        'save.needs-manager',
        'send.too-fast',
        'store.failed',
        'audit.refused',
      ].map((code) => [
        code,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, 'queue-failure', async () => {
            await preview.till(`memoryTill.bridge.readForCorrection =
              async () => ({ ok: false, error: { code: '${code}' } })`);
            await page.click('correct');
          }),
      ]),
    ),
    (page, preview) => choose(page, preview, 'refused'),
  ),
];
