import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { SaveMap } from '../../app/outbox/saveBook.ts';
import type { WriteResult } from '../files/storeFailure.ts';
import type { Traces } from '../journal/scrub.ts';

export interface LoadedOutbox {
  /** In the order of their sequence. Whoever loads them keeps in this map what is known of them from then on. */
  saves: SaveMap;
  /** The highest sequence ever given; 0 for a new store. */
  lastSequence: number;
  warnings: StoreWarning[];
}

/**
 * Where saves live. Every promise settles once its own change is flushed to the disk, or could not
 * be: then nothing of it is kept.
 */
export interface OutboxStore {
  /** What is open in a store that has lost something is in doubt by then. */
  load(): Promise<LoadedOutbox>;
  /** A new save, or a newer version of one that is there. */
  put(save: Save): Promise<WriteResult>;
  /**
   * Makes sure that what was read at the start is on the disk: one that took no changes then may have shown what was
   * never flushed.
   */
  confirm(): Promise<WriteResult>;
  /** Forgets saves for good (retention). */
  erase(requestIds: readonly string[]): Promise<WriteResult>;
  /** What hinders the store now, as warnings; empty when all is well. */
  problems(): StoreWarning[];
  /** Makes sure that erased bodies are gone from the disk, in the background of everything else. */
  tidy(): Promise<void>;
  /**
   * Leaves nothing of saves that were erased in any file, and gives the names of those in which something is left; null
   * where the disk does not even say what there is.
   */
  scrub(traces: Traces): Promise<readonly string[] | null>;
  close(): Promise<void>;
}
