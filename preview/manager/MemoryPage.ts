import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { PAGE_CALLS } from '../../app/ipc/manager/pageCalls.ts';
import type { SavedAs, SaveFileFailure } from '../../app/saved/savedFile.ts';
import type { Within } from './MemoryDiagnostics.ts';

/** The open section for paper, on a till in memory. */
export class MemoryPage {
  readonly #within: Within;
  /** Why the next ones are not saved, or null. */
  failure: SaveFileFailure | null = null;

  constructor(within: Within) {
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof PAGE_CALLS> = {
    savePage: async ({ section }): Promise<BridgeResult<SavedAs>> => {
      if (this.failure !== null) return { ok: false, error: { code: this.failure } };
      return this.#within(() => ({ file: `${section}-2026-05-20.pdf` }));
    },
  };
}
