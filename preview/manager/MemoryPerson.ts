import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { PERSON_CALLS } from '../../app/ipc/manager/personCalls.ts';
import type { PersonErasedView, PersonValues, PersonView } from '../../app/person/personView.ts';

type Within = <Value>(give: () => Value) => BridgeResult<Value>;

const NOBODY: PersonView = { saves: [], nobodys: 0, hasDraft: false, aside: [], comeBack: [] };

/** One person in memory: whoever is looked up is the one that a test has put here. */
export class MemoryPerson {
  view: PersonView = NOBODY;
  values: PersonValues[] = [];
  /** Where a page was written; null where no file was chosen. */
  file: string | null = null;
  /** What an erasing leaves. */
  left: Pick<PersonErasedView, 'left' | 'draft'> = { left: [], draft: null };

  calls(within: Within): Pick<Bridge, keyof typeof PERSON_CALLS> {
    return {
      findPerson: async () => within(() => this.view),
      showPerson: async () => within(() => this.values),
      exportPerson: async () => within(() => (this.file === null ? null : { file: this.file })),
      erasePerson: async ({ slips }) =>
        within(() => {
          this.view = NOBODY;
          return { slips, ...this.left };
        }),
    };
  }
}
