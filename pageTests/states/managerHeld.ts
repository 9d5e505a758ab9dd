import { type BulkRun, LEFT_REASONS, RUN_STATES } from '../../app/outbox/bulk.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import type { State } from './State.ts';
import { fill, said, saidAnew, shown } from './steps.ts';

/** Two groups: many of a wrong operator, and some that waited too long. */
const FILL = `
  for (let number = 1; number <= 40; number += 1) {
    const requestId = String(number).padStart(32, '0');
    const masked = { mobile: number === 3 ? '' : '138****' + String(8000 + number), name: '欧*' };
    memoryTill.outbox.add(requestId, JSON.stringify({ mobile: '13800138000' }), masked,
      Date.UTC(2026, 10, 20, 4, number), { operatorId: '2392313', correctionOf: null });
    memoryTill.outbox.change(requestId, number % 8 === 0
      ? { state: 'held', heldReason: 'stale', attempts: 2 }
      : { state: 'held', heldReason: 'rejected', attempts: 1, code: '15',
          subCode: 'isv.invalid-parameter:operator_id', field: 'outerType' });
  }`;

/** A run of each kind and in each way in which it can have ended, the latest one under way. */
const RUNS: BulkRun[] = [
  runOf({ state: 'running', tried: 2_300, total: 5_000, done: 2_290 }),
  runOf({
    kind: 'discard',
    value: 'duplicate',
    state: 'cancelled',
    undoUntil: Date.UTC(2026, 11, 20),
    left: Object.fromEntries(LEFT_REASONS.map((reason, index) => [reason, index + 1])),
  }),
  runOf({ kind: 'correct', field: 'operator', value: '2392313', state: 'stopped' }),
  runOf({ kind: 'correct', field: 'outerType', value: 'alipay', state: 'cut-off' }),
  runOf({ kind: 'undo', of: 'discard', value: 'test', state: 'done' }),
];

function runOf(run: Partial<BulkRun>): BulkRun {
  return {
    id: `${RUN_STATES.indexOf(run.state ?? 'done')}${run.kind ?? ''}`,
    ...{ kind: 'resend', of: null, field: null, value: '', operatorId: '2392313' },
    ...{ startedAt: Date.UTC(2026, 10, 20, 4), endedAt: null, state: 'done', problem: null },
    ...{ total: 40, tried: 40, done: 38, left: {}, undoUntil: null },
    ...run,
  };
}

async function openHeld(page: Page, preview: PreviewTill): Promise<void> {
  await preview.till('memoryTill.switches.online = false');
  await preview.till(FILL);
  await openManager(page, 'held');
  await shown(page, 'held-groups');
}

/** The first group, with its rows. */
export async function openGroup(page: Page, preview: PreviewTill): Promise<void> {
  await openHeld(page, preview);
  await page.click('held-group-0');
  await shown(page, 'bulk-rows');
}

/** As somebody does with the keys of a list of choices. */
function choose(page: Page, testId: string, value: string): Promise<void> {
  return page.evaluate(`(() => {
    const list = document.querySelector('[data-testid="${testId}"]');
    list.focus();
    list.value = ${JSON.stringify(value)};
    list.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

async function leave(page: Page, words: string): Promise<void> {
  await fill(page, 'word-text', words);
  await saidAnew(page, 'word-said', () => page.click('word-leave'));
}

const asks = (button: string, value: string | null, more = '') => {
  return async (page: Page, preview: PreviewTill) => {
    if (more !== '') await preview.till(more);
    await page.click(button);
    await shown(page, 'bulk-dialog');
    if (value !== null) await choose(page, 'bulk-value', value);
    await shown(page, 'bulk-may');
  };
};

const LEFT = `memoryTill.manager.bulk.left = ${JSON.stringify(
  Object.fromEntries(LEFT_REASONS.map((reason, index) => [`S-000${index + 1}`, reason])),
)}`;

const refused = (code: string) => async (page: Page, preview: PreviewTill) => {
  await preview.till(`(() => {
    memoryTill.bridge.runBulk = async () => ({ ok: false, error: { code: '${code}' } });
  })()`);
  await page.click('bulk-resend');
  await shown(page, 'bulk-may');
  await page.click('bulk-go');
  await said(page, 'bulk-failure');
};

export const HELD_STATES: readonly State[] = [
  { name: 'what is held, by why', reach: openHeld },
  {
    name: 'nothing is held',
    reach: async (page) => {
      await openManager(page, 'held');
      await shown(page, 'held-groups-empty');
    },
  },
  { name: 'a group of what is held', reach: openGroup },
  {
    name: 'a group is to be sent again, some of it left alone',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await asks('bulk-resend', null, `${LEFT}; memoryTill.manager.bulk.byWord = 3`)(page, preview);
    },
  },
  {
    name: 'the operator of a group is to be corrected: whose it is, is not chosen yet',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await page.click('bulk-operator');
      await shown(page, 'bulk-dialog');
    },
  },
  {
    name: 'the operator of a group is to be corrected',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await asks('bulk-operator', '2392313')(page, preview);
    },
  },
  {
    name: 'the kind of code of a group is to be corrected',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await asks('bulk-outerType', 'alipay')(page, preview);
    },
  },
  {
    name: 'a group is to be discarded',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await asks('bulk-discard', 'duplicate')(page, preview);
    },
  },
  {
    name: 'a word was left about a group',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await leave(page, '请顾客再报一次工号，'.repeat(8));
      await shown(page, 'word-now');
    },
    next: {
      'taken back': async (page) => {
        await leave(page, '');
      },
      'not of the group': async (page) => {
        await fill(page, 'word-slip', 'S-0008');
        await page.click('word-leave');
        await said(page, 'word-failure');
      },
    },
  },
  {
    name: 'what would be done is being counted',
    reach: async (page, preview) => {
      await openGroup(page, preview);
      await preview.till('memoryTill.bridge.previewBulk = () => new Promise(() => undefined)');
      await page.click('bulk-resend');
      await page.until(`document.querySelector('.held-dialog .manager-empty')`);
    },
  },
  {
    name: 'something is done with many, and what was done before',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.manager.bulk.runs = ${JSON.stringify(RUNS)}`);
      await openHeld(page, preview);
      await shown(page, 'bulk-running');
    },
  },
  {
    name: 'something was done with many, and its end was seen',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.manager.bulk.runs = ${JSON.stringify(RUNS.slice(0, 1))}`);
      await openHeld(page, preview);
      await shown(page, 'bulk-running');
      await page.click('bulk-cancel');
      await shown(page, 'bulk-result');
    },
  },
  {
    name: 'a discarding is to be undone',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.manager.bulk.runs = ${JSON.stringify(RUNS.slice(1))}`);
      await openHeld(page, preview);
      await asks('bulk-runs-undo-0', null)(page, preview);
    },
  },
  {
    name: 'a correction is to be undone',
    reach: async (page, preview) => {
      const undoUntil = Date.UTC(2026, 11, 20);
      const runs = [{ ...RUNS[2], undoUntil }];
      await preview.till(`memoryTill.manager.bulk.runs = ${JSON.stringify(runs)}`);
      await openHeld(page, preview);
      await asks('bulk-runs-undo-0', null)(page, preview);
    },
  },
  ...['bulk.running', 'bulk.outdated'].map((code) => ({
    name: `what was looked at is not begun: ${code}`,
    reach: async (page: Page, preview: PreviewTill) => {
      await openGroup(page, preview);
      await refused(code)(page, preview);
    },
  })),
];
