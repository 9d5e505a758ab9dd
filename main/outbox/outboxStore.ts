import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { WriteResult } from '../files/storeFailure.ts';

export interface LoadedOutbox {
  /** In the order of their sequence. */
  saves: Save[];
  /** The highest sequence ever given; 0 for a new store. */
  lastSequence: number;
  notices: StoreNotice[];
}

/**
 * Where saves live. Every promise settles once its own change is flushed to the disk, or could not
 * be: then nothing of it is kept.
 */
export interface OutboxStore {
  load(): Promise<LoadedOutbox>;
  /** A new save. */
  append(save: Save): Promise<WriteResult>;
  /** A newer version of a save that is there. */
  settle(save: Save): Promise<WriteResult>;
  /**
   * Makes sure that what was read at the start is on the disk: one that took no changes then may have shown what was
   * never flushed.
   */
  confirm(): Promise<WriteResult>;
  /** Forgets saves for good (retention). */
  erase(requestIds: readonly string[]): Promise<WriteResult>;
  /** What hinders the store now, as notices; empty when all is well. */
  problems(): StoreNotice[];
  /** Makes sure that erased bodies are gone from the disk, in the background of everything else. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}
