import { AUDIT_ACTIONS } from '../app/audit/auditActions.ts';
import type { AuditRow } from '../app/audit/auditList.ts';
import type { Bridge, BridgeResult } from '../app/ipc/bridge.ts';
import type { ManagerCallName } from '../app/ipc/manager/managerCalls.ts';
import type { MemoryOutbox } from './MemoryOutbox.ts';
import type { MemorySettings } from './MemorySettings.ts';
import { MemoryBulk } from './manager/MemoryBulk.ts';

const ended = { ok: false, error: { code: 'session.ended' } } as const;

/** The manager's page in memory: one session, opened by the PIN of the settings. */
export class MemoryManager {
  readonly #settings: MemorySettings;
  /** Whether the PIN was given, and nobody has ended it; a test may end it at any moment. */
  isOpen = false;
  /** The audit trail, the latest first. */
  trail: AuditRow[] = [];
  isTrailWhole = true;

  /** What is done with many saves at once. */
  readonly bulk: MemoryBulk;
  readonly calls: Pick<Bridge, 'openManager' | ManagerCallName>;

  constructor(settings: MemorySettings, outbox: MemoryOutbox) {
    this.#settings = settings;
    this.bulk = new MemoryBulk(outbox, (give) => this.within(give));
    this.calls = { ...this.#ownCalls, ...this.bulk.calls };
  }

  readonly #ownCalls: Omit<MemoryManager['calls'], keyof MemoryBulk['calls']> = {
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
  within<Value>(give: () => Value): BridgeResult<Value> {
    return this.isOpen ? { ok: true, value: give() } : ended;
  }
}
