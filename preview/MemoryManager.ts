import { AUDIT_ACTIONS } from '../app/audit/auditActions.ts';
import type { AuditRow } from '../app/audit/auditList.ts';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { AUDIT_CALLS } from '../app/ipc/manager/auditCalls.ts';
import type { ManagerCallName } from '../app/ipc/manager/managerCalls.ts';
import type { MemoryOutbox } from './MemoryOutbox.ts';
import type { MemorySettings } from './MemorySettings.ts';
import { MemoryBulk } from './manager/MemoryBulk.ts';
import { MemoryCsv } from './manager/MemoryCsv.ts';
import { MemoryDiagnostics } from './manager/MemoryDiagnostics.ts';
import { MemoryOverview } from './manager/MemoryOverview.ts';
import { MemoryPage } from './manager/MemoryPage.ts';
import { MemoryPerson } from './manager/MemoryPerson.ts';
import { MemoryTransfer } from './manager/MemoryTransfer.ts';
import { type MemoryPast, memoryReconciliation } from './manager/memoryReconciliation.ts';

const ended = { ok: false, error: { code: 'session.ended' } } as const;

/** The manager's page in memory: one session, opened by the PIN of the settings. */
export class MemoryManager {
  readonly #settings: MemorySettings;
  /** Whether the PIN was given, and nobody has ended it; a test may end it at any moment. */
  isOpen = false;
  /** The audit trail, the latest first. */
  trail: AuditRow[] = [];
  isTrailWhole = true;
  /** What the totals know beside the outbox. */
  readonly past: MemoryPast = { forgotten: {}, missing: [], moreMissing: 0, again: [] };
  readonly person = new MemoryPerson();
  readonly overview: MemoryOverview;
  readonly csv: MemoryCsv;
  readonly paper: MemoryPage;
  readonly transfer: MemoryTransfer;
  readonly diagnostics: MemoryDiagnostics;
  /** What is done with many saves at once. */
  readonly bulk: MemoryBulk;
  readonly calls: Pick<Bridge, 'openManager' | ManagerCallName>;

  constructor(settings: MemorySettings, outbox: MemoryOutbox) {
    this.#settings = settings;
    const within = this.within.bind(this);
    this.overview = new MemoryOverview(within);
    this.csv = new MemoryCsv(within);
    this.paper = new MemoryPage(within);
    this.transfer = new MemoryTransfer(within);
    this.diagnostics = new MemoryDiagnostics(within);
    this.bulk = new MemoryBulk(outbox, within);
    this.calls = {
      ...this.#own,
      ...this.overview.calls,
      ...memoryReconciliation(outbox, this.past, within),
      ...this.person.calls(within),
      ...this.csv.calls,
      ...this.paper.calls,
      ...this.transfer.calls,
      ...this.diagnostics.calls,
      ...this.bulk.calls,
    };
  }

  readonly #own: Pick<Bridge, 'openManager' | 'closeManager' | keyof typeof AUDIT_CALLS> = {
    openManager: async ({ pin }) => {
      const refusal = this.#settings.refuse(pin);
      if (refusal) return refusal;
      this.isOpen = true;
      return { ok: true, value: null };
    },
    closeManager: async () =>
      this.within(() => {
        this.isOpen = false;
        return null;
      }),
    listAudit: async ({ group, search, offset, limit }) =>
      this.within(() => {
        const rows = this.trail.filter(
          ({ action, slip }) =>
            (group === null || (action !== null && AUDIT_ACTIONS[action] === group)) &&
            (slip ?? '').toLowerCase().includes(search.trim().toLowerCase()),
        );
        return {
          rows: rows.slice(offset, offset + limit),
          total: rows.length,
          isWhole: this.isTrailWhole,
        };
      }),
  };

  /** What a call gives in the session, or that there is none. */
  within<Value>(give: () => Value): { ok: true; value: Value } | typeof ended {
    return this.isOpen ? { ok: true, value: give() } : ended;
  }
}
