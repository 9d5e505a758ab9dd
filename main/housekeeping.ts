import type { Clock } from './clock/clock.ts';
import type { DraftStore } from './draft/draftStore.ts';
import { isDone } from './files/isDone.ts';
import type { Hold } from './lease/hold.ts';
import type { Outbox } from './outbox/openOutbox.ts';
import type { Person } from './person/openPerson.ts';
import type { Replayer } from './replay/replayer.ts';
import type { Rotation } from './rotation/rotation.ts';
import type { ManagerWords } from './words/managerWords.ts';

/** How often what has outlived its time is forgotten, and erased bodies leave the disk (ms). */
const HOUSEKEEP_EVERY_MS = 10 * 60 * 1_000;

interface HousekeepingOptions {
  clock: Pick<Clock, 'after'>;
  hold: Pick<Hold, 'isSure' | 'confirm'>;
  outbox: Pick<Outbox, 'housekeep' | 'lookForEdited'>;
  replayer: Pick<Replayer, 'confirmedTime'>;
  drafts: Pick<DraftStore, 'housekeep'>;
  words: Pick<ManagerWords, 'housekeep'>;
  rotation: Pick<Rotation, 'goOn'>;
  restoreKeys: () => Promise<void>;
  person: { erasure: Pick<Person['erasure'], 'goOn'> };
  /** What is left of queues that were taken in goes. */
  clearTaken: () => Promise<unknown>;
  /** Resolves when the window needs the PC no more than anything else: every save is looked at then. */
  whenCalm: () => Promise<void>;
}

/** Keeps house now and then again and again, while no other program has the data folder; returns the way to stop. */
export function startHousekeeping(options: HousekeepingOptions): () => void {
  const { clock, hold, outbox, replayer, drafts, words, rotation } = options;
  const { restoreKeys, clearTaken, person, whenCalm } = options;
  let cancel = () => {};
  let isStopped = false;
  let hasLooked = false;
  const look = async () => {
    // It takes a tenth of a second for ten thousand saves, in which a window that begins gets none of its files.
    await whenCalm();
    if (!isStopped) await outbox.lookForEdited();
  };
  const turn = async () => {
    if (hold.isSure || (await isDone(hold.confirm()))) {
      await restoreKeys();
      await person.erasure.goOn();
      await outbox.housekeep(replayer.confirmedTime());
      await drafts.housekeep();
      await words.housekeep();
      await clearTaken();
      await rotation.goOn();
      if (!hasLooked) await look();
      hasLooked = true;
    }
    if (!isStopped) cancel = clock.after(HOUSEKEEP_EVERY_MS, turn);
  };
  void turn();
  return () => {
    isStopped = true;
    cancel();
  };
}
