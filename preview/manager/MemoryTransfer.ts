import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { TRANSFER_CALLS } from '../../app/ipc/manager/transferCalls.ts';
import type { ExportForeseen, ImportForeseen, MoveProgress } from '../../app/move/foreseen.ts';
import type { MoveDirection, MoveFailure, MoveReport } from '../../app/move/moveCalls.ts';
import type { Within } from './MemoryDiagnostics.ts';

/** A queue that moves by the manager's page, on a till in memory. */
export class MemoryTransfer {
  readonly #within: Within;
  leaves: ExportForeseen = {
    waiting: 2,
    held: 0,
    stays: { unreadable: 0, underWay: 0, refused: 0, samePerson: 0 },
  };
  comes: ImportForeseen = {
    saves: 5,
    exportedAt: Date.UTC(2026, 4, 20, 1, 30),
    shops: ['SH-0042'],
    brands: ['244323'],
    hosts: ['gw.api.taobao.com'],
    here: 0,
    idTaken: 0,
    closed: 0,
    sent: 5,
    held: {},
  };
  /** The path that somebody chooses, or null where none is chosen. */
  chosen: string | null = 'D:\\queue.tillside';
  /** Why the next ones come to nothing, or null. */
  failure: MoveFailure | null = null;
  /** What a move that never ends says of itself; null: it ends at once. */
  progress: MoveProgress | null = null;
  reports: Record<MoveDirection, MoveReport> = {
    export: { direction: 'export', saves: 2, left: 0 },
    import: { direction: 'import', taken: 5, alreadyHere: 0, late: 0, exportedAt: 0 },
  };
  #direction: MoveDirection = 'export';

  constructor(within: Within) {
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof TRANSFER_CALLS> = {
    foreseeExport: async () => this.#within(() => this.leaves),
    chooseTransfer: async ({ direction }) =>
      this.#within(() => {
        this.#direction = direction;
        return this.chosen === null ? null : { number: 1, file: this.chosen };
      }),
    foreseeImport: async () => this.#unlessItFails(() => this.comes),
    transferQueue: async () => {
      if (this.progress !== null) return new Promise<never>(() => undefined);
      return this.#unlessItFails(() => this.reports[this.#direction]);
    },
    getTransferProgress: async () => this.#within(() => this.progress),
  };

  #unlessItFails<Value>(give: () => Value): BridgeResult<Value> {
    if (this.failure !== null) return { ok: false, error: { code: this.failure } };
    return this.#within(give);
  }
}
