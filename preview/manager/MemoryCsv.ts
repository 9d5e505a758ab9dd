import type { CsvCount, ExportReason } from '../../app/csv/csvColumns.ts';
import type { Bridge } from '../../app/ipc/bridge.ts';
import type { CSV_CALLS } from '../../app/ipc/manager/csvCalls.ts';
import type { Within } from './MemoryDiagnostics.ts';

/** Lists for spreadsheets, on a till in memory. */
export class MemoryCsv {
  readonly #within: Within;
  count: CsvCount = { saves: 42, whole: 3 };
  /** The name that somebody chooses, or null where no file is chosen. */
  chosen: string | null = '2026-05-20.csv';
  /** Why whole values went out, each time; null: masked. */
  readonly reasons: (ExportReason | null)[] = [];

  constructor(within: Within) {
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof CSV_CALLS> = {
    countCsv: async () => this.#within(() => this.count),
    saveCsv: async ({ reason }) =>
      this.#within(() => {
        this.reasons.push(reason);
        return this.chosen === null ? null : { file: this.chosen };
      }),
  };
}
