import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { PERSON_CALLS } from '../../app/ipc/manager/personCalls.ts';
import type {
  ErasedNews,
  PersonErasedView,
  PersonValues,
  PersonView,
} from '../../app/person/personView.ts';

type Within = <Value>(give: () => Value) => BridgeResult<Value>;

const NOBODY: PersonView = {
  ...{ saves: [], token: '0'.repeat(32), nobodys: 0 },
  ...{ hasDraft: false, aside: [], comeBack: [] },
};

/** One person in memory: whoever is looked up is the one that a test has put here. */
export class MemoryPerson {
  view: PersonView = NOBODY;
  values: PersonValues[] = [];
  /** Where a page was written; null where no file was chosen. */
  file: string | null = null;
  /** What an erasing leaves. */
  left: Pick<PersonErasedView, 'left' | 'draft'> = { left: [], draft: null };
  readonly #listeners = new Set<(news: ErasedNews) => void>();

  listen(listener: (news: ErasedNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whichever page has asked for it. */
  tellErased(news: ErasedNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  calls(within: Within): Pick<Bridge, keyof typeof PERSON_CALLS> {
    return {
      findPerson: async () => within(() => this.view),
      showPerson: async () => within(() => this.values),
      exportPerson: async () => within(() => (this.file === null ? null : { file: this.file })),
      erasePerson: async ({ identity }) =>
        within(() => {
          const saves = this.view.saves.map(({ requestId }) => requestId);
          const slips = this.view.saves.map(({ slip }) => slip);
          this.view = NOBODY;
          this.tellErased({ identity, saves, draft: this.left.draft });
          return { slips, ...this.left };
        }),
    };
  }
}
