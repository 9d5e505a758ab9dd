import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { FoundJournal } from './gaps.ts';
import type { StoreFile } from './storeFiles.ts';

/** Everything that a store's files say, and what is wrong with them. */
export interface StoreContent {
  saves: Map<string, Save>;
  /** The number of the last change. */
  lastNumber: number;
  lastSequence: number;
  files: StoreFile[];
  /** The newest journal, or null. */
  tail: JournalTail | null;
  /** The journals that were read, oldest first. */
  journals: FoundJournal[];
  /** What tells the content of each file that was read from every other, by its name (`printOf`). */
  prints: Map<string, Promise<string>>;
  /** The generation of the snapshot that was read; 0 where there is none. */
  base: number;
  warnings: StoreWarning[];
  /** Names of files in which something is unreadable: copies of them are kept as evidence. */
  damaged: Set<string>;
  /** True when the files are of an older format, or would be told to be damaged again at the next start. */
  needsSnapshot: boolean;
  /** True when what was read still holds bodies that were erased since. */
  hasErased: boolean;
  /**
   * The generation of the last journal that cannot be the next one behind what was read in front of it: another queue
   * lies between, or in front. Null where there is none.
   */
  brokenAt: number | null;
  /** Names of files of another queue, which lie between those that were read. */
  foreign: string[];
}

/** A journal as it was found. */
export interface JournalTail {
  file: StoreFile;
  /** Where its content ends, and how much of it is kept when it goes on (bytes). */
  end: number;
  size: number;
  format: number;
  /** Its name is on the disk, and not one byte of content: a power cut came before its first line. */
  isUnborn: boolean;
  /** How far the store had come when it began. */
  after: number;
  lastSequence: number;
}

export type ReadResult =
  | { ok: true; content: StoreContent }
  /** Written by a newer version: refused, not rewritten. */
  | { ok: false; newerFormat: number }
  /** A file of a format that was never released, or a folder: nothing of it is read. */
  | { ok: false; unreadable: string };
