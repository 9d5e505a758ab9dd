import { AUDIT_ACTIONS, type AuditAction } from '../../app/audit/auditActions.ts';
import type { AuditRow } from '../../app/audit/auditList.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import { inTurn, type State } from './State.ts';
import { said, shown } from './steps.ts';

/** A line of each action, and one of a later version. */
const EVERYTHING: AuditRow[] = [
  ...(Object.keys(AUDIT_ACTIONS) as AuditAction[]).map((action, index) => ({
    ...rowOf(action, index),
    action,
  })),
  { ...rowOf('shelf.counted', 50), action: null, isSure: false },
];

function rowOf(code: string, index: number): AuditRow {
  return {
    time: new Date(Date.UTC(2026, 4, 20, 1, index, 7)).toISOString(),
    action: null,
    code,
    operatorId: index % 3 === 0 ? null : '2392313',
    slip: index % 2 === 0 ? `S-${1_000 + index}` : null,
    detail: index % 4 === 0 ? 'duplicate' : '',
    saves: index % 5 === 0 ? 12 : null,
    isSure: true,
  };
}

function withTrail(preview: PreviewTill, rows: readonly AuditRow[]): Promise<void> {
  return preview.till(`memoryTill.manager.trail = ${JSON.stringify(rows)}`);
}

const refuse = (preview: PreviewTill, code: string) =>
  preview.till(`(() => {
    memoryTill.bridge.listAudit = async () => ({ ok: false, error: { code: '${code}' } });
  })()`);

export const AUDIT_STATES: readonly State[] = [
  {
    name: 'the audit trail, a line of each kind',
    reach: async (page, preview) => {
      await withTrail(preview, EVERYTHING);
      await openManager(page, 'audit');
      await shown(page, 'audit-more');
      await page.click('audit-more');
      await page.until(`!document.querySelector('[data-testid=audit-more]')`);
    },
  },
  {
    name: 'the audit trail, more lines than are shown, and some missing',
    reach: async (page, preview) => {
      await withTrail(preview, [...EVERYTHING, ...EVERYTHING]);
      await preview.till('memoryTill.manager.isTrailWhole = false');
      await openManager(page, 'audit');
      await shown(page, 'audit-broken');
      await shown(page, 'audit-more');
    },
  },
  {
    name: 'the audit trail, more lines than are ever listed',
    reach: async (page, preview) => {
      const many = Array.from({ length: 260 }, (_, index) => rowOf('save.discarded', index));
      await withTrail(preview, many);
      await openManager(page, 'audit');
      for (let listed = 50; listed < 200; listed += 50) {
        await page.until(
          `document.querySelectorAll('[data-testid=audit-rows] :is(tbody tr, li)').length === ${listed}`,
        );
        await page.click('audit-more');
      }
      await page.until(`!document.querySelector('[data-testid=audit-more]')`);
    },
  },
  {
    name: 'the audit trail, nothing found',
    reach: async (page) => {
      await openManager(page, 'audit');
      await shown(page, 'audit-rows-empty');
    },
  },
  {
    name: 'the audit trail is being read',
    reach: async (page, preview) => {
      await preview.till('memoryTill.bridge.listAudit = () => new Promise(() => undefined)');
      await openManager(page, 'audit');
      await page.until(`document.querySelector('.manager-empty')`);
    },
  },
  inTurn('the audit trail cannot be read', {
    'trail.unreadable': async (page, preview) => {
      await refuse(preview, 'trail.unreadable');
      await openManager(page, 'audit');
      await said(page, 'manager-failure');
    },
  }),
  {
    name: "the manager's session has ended",
    reach: async (page, preview) => {
      await openManager(page, 'audit');
      await shown(page, 'audit-rows-empty');
      await preview.till('memoryTill.manager.isOpen = false');
      await page.click('audit-search');
      await page.type('S');
      await shown(page, 'pin');
    },
  },
];
