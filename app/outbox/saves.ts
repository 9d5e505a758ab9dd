import type { Acceptances } from './acceptances.ts';
import type { AppCounts } from './appCounts.ts';
import type { OutboxCounts } from './outboxView.ts';
import type { WaitingSaves } from './personQueue.ts';
import type { Save, SaveState } from './save.ts';
import type { SequenceList } from './sequenceList.ts';

/** Every save of this till, for whoever only looks: nothing is changed through it. */
export interface Saves {
  /** What waits or is being sent. */
  readonly queue: WaitingSaves;
  readonly counts: Readonly<OutboxCounts>;
  /** How often anything has come of any save: what is worked out of them all stays the same as long as this does. */
  readonly changes: number;
  /**
   * How often a save has gone, or has come home or in front of others, or was changed of which nobody knows any more whose it is:
   * what is forgotten stays the same as long as this does, but for numbers that were given since.
   */
  readonly knownChanges: number;
  /** How often a save has come to be held or closed, or is so no more, or has gone. */
  readonly endings: number;
  /** When which save was accepted. */
  readonly acceptances: Pick<Acceptances, 'countSince' | 'since' | 'latest'>;
  /** The same of corrections alone. */
  readonly acceptedCorrections: Pick<Acceptances, 'since'>;
  /** What waits to be sent, and what is held for its app, by what it was made for. */
  readonly waitingByApp: Pick<AppCounts, 'values'>;
  readonly heldByApp: Pick<AppCounts, 'values'>;
  find(requestId: string): Save | undefined;
  findBySequence(sequence: number): Save | undefined;
  /** Oldest first. */
  values(): IterableIterator<Save>;
  /** The sequences of one state, or of all. */
  sequences(
    state: SaveState | 'all',
  ): Pick<SequenceList, 'size' | 'has' | 'latest' | 'newestFirst'>;
  /** The latest saves, newest first. */
  recent(count: number): Save[];
  /**
   * Whether it is being erased, or is to be as soon as the disk takes that: nothing else is done with it, and nothing is
   * made of it.
   */
  isLeaving(save: Pick<Save, 'requestId'>): boolean;
  /**
   * Whether what a save says of itself may be believed of others as well: whom it is one person with, and what it corrects.
   * Of what was edited in the folder it may not.
   */
  isBelieved(save: Pick<Save, 'requestId'>): boolean;
  /** Everything that is not accepted or discarded, and not being erased, oldest first: what moves to another till. */
  unfinished(): Save[];
  /** Unfinished saves that are stale at `now` (ms since 1970): `isStale`. */
  stale(now: number): Save[];
  /** How many new members this till has registered on the day of `now` (ms since 1970): `DayCount`. */
  registeredAt(now: number): number;
  /** The saves with one identity key, oldest first. */
  ofPerson(identityKey: string): Save[];
  /** The latest correction of a save that still stands, apart from `except`, or undefined. */
  correctionOf(original: Save, except?: Save): Save | undefined;
  /** Every correction of a save that this till knows, whatever has become of it. */
  correctionsOf(original: Save): Save[];
  /** Those that say to correct it, also where one says to be the older of the two, and whatever has become of it. */
  correctionsNaming(original: Pick<Save, 'requestId'>): Save[];
  /** The last of those to come here. */
  lastCorrectionNaming(original: Pick<Save, 'requestId'>): Save | undefined;
  /** Whether a correction of it has gone to another till. */
  hasCorrectionElsewhere(original: Save): boolean;
  /** What a save corrects, while this till knows it, or undefined. */
  originalOf(correction: Save): Save | undefined;
}
