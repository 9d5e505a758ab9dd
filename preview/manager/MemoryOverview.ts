import type { Bridge } from '../../app/ipc/bridge.ts';
import type { OVERVIEW_CALLS } from '../../app/ipc/manager/overviewCalls.ts';
import type { Outage } from '../../app/outages/outage.ts';
import { addDays, type Day } from '../../app/totals/days.ts';
import { NO_HOURS } from '../../app/totals/dayTotals.ts';
import type { DayFigures } from '../../app/totals/reconciliation.ts';
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
    getDays: async ({ last, count }) =>
      this.#within(() =>
        Array.from({ length: count }, (_, at) => emptyDay(addDays(last, at + 1 - count))),
      ),
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

function emptyDay(day: Day): DayFigures {
  return {
    day,
    registered: 0,
    takenOver: 0,
    kinds: {},
    operators: [],
    shops: [],
    hours: NO_HOURS,
    waits: { half: null, nearlyAll: null },
  };
}
