import type { Bridge } from '../../app/ipc/bridge.ts';
import type { OVERVIEW_CALLS } from '../../app/ipc/manager/overviewCalls.ts';
import type { Outage } from '../../app/outages/outage.ts';
import type { Within } from './within.ts';

/** Today and the last days in memory. */
export class MemoryOverview {
  readonly #within: Within;
  outages: Outage[] = [];
  /** How often the page was printed. */
  printed = 0;
  canPrint = true;

  constructor(within: Within) {
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof OVERVIEW_CALLS> = {
    listOutages: async () => this.#within(() => this.outages),
    printPage: async () => {
      if (!this.canPrint) return { ok: false, error: { code: 'print.failed' } };
      return this.#within(() => {
        this.printed += 1;
        return null;
      });
    },
  };
}
