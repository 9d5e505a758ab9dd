import type { Draft } from '../../app/draft/draft.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import type { Save } from '../../app/outbox/save.ts';
import { keysOfPerson } from '../../app/outbox/wholePerson.ts';
import type { Disk } from '../disk/disk.ts';
import type { DraftStore } from '../draft/draftStore.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import { LeavingPeople } from './leavingPeople.ts';
import { PersonDesk } from './personDesk.ts';
import { PersonErasure, type PersonErasureOptions } from './personErasure.ts';
import type { Unfinished } from './unfinished.ts';

/** What a till can say and do about one person. */
export interface Person {
  desk: PersonDesk;
  erasure: PersonErasure;
  leaving: LeavingPeople;
  /** Tells of a form whether it is theirs, also once nothing else here is. */
  whose(found: readonly Save[], identity: Identity): (draft: Draft) => boolean;
  /** Whether a form that was kept may be of somebody who was erased while the disk held it. */
  mayHaveStayed(draft: Draft): boolean;
  /** The request id of the form that is kept, where it is one of those; or null. */
  draftOf(isTheirs: (draft: Draft) => boolean): Promise<string | null>;
  /** What an erasing does not reach: the folders that were set aside with their key, by name. */
  asideNames(): Promise<string[]>;
}

type Parts = Omit<PersonErasureOptions, 'dropDraft' | 'outbox'> & {
  disk: Pick<Disk, 'list'>;
  folder: string;
  outbox: Pick<Outbox, 'saves' | 'contents' | 'permissions' | 'erasing'>;
  drafts: Pick<DraftStore, 'read' | 'drop' | 'keep'>;
  brandId: () => string;
};

/** Files of another key lie in these, or are kept for support. */
const ASIDE = /^aside-|^draft\.json\.unreadable-/i;

export function openPerson({ disk, folder, drafts, brandId, ...parts }: Parts): Person {
  const desk = new PersonDesk({ outbox: parts.outbox, brandId });
  const ofThese = (keys: Iterable<string>, requestIds: Iterable<string>) => {
    const [ofPerson, ofSaves] = [new Set(keys), new Set(requestIds)];
    return (draft: Draft) => desk.isOf(draft, ofPerson, ofSaves);
  };
  const theirDraft = async (isTheirs: (draft: Draft) => boolean) => {
    const kept = await drafts.read();
    return kept !== null && isTheirs(kept.draft) ? kept.draft.requestId : null;
  };
  const ofErased = ({ requestIds, traces }: Pick<Unfinished, 'requestIds' | 'traces'>) =>
    ofThese(traces.ofPerson, requestIds);
  const erasure = new PersonErasure({
    ...parts,
    dropDraft: (erased) =>
      unlessRefused(
        async () => (await theirDraft(ofErased(erased))) === null || (await drafts.drop()) === null,
        false,
      ),
  });
  return {
    desk,
    erasure,
    mayHaveStayed: (draft) => erasure.formLeft.some((erased) => ofErased(erased)(draft)),
    leaving: new LeavingPeople(async (draft) => {
      // What was saved meanwhile is in no need of it.
      if (parts.outbox.saves.find(draft.requestId) === undefined) await drafts.keep(draft);
    }),
    whose: (found, identity) =>
      ofThese(
        [...desk.keysOf(identity), ...keysOfPerson(parts.outbox.saves, found)],
        found.map(({ requestId }) => requestId),
      ),
    draftOf: (isTheirs) => unlessRefused(() => theirDraft(isTheirs), null),
    asideNames: () =>
      unlessRefused(
        async () => (await disk.list(folder)).filter((name) => ASIDE.test(name)).sort(),
        [],
      ),
  };
}

async function unlessRefused<Value>(work: () => Promise<Value>, refused: Value): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return refused;
  }
}
