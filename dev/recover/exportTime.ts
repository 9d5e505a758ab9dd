import { tooLongAgo } from '../../app/outbox/doubt.ts';
import { changesOf } from '../../main/journal/lostChanges.ts';
import type { RecoveryRecord } from '../../main/outbox/doubtRecovered.ts';
import type { ReadFolder } from './readFolder.ts';

/** Two clocks that are right differ by less (ms); the importing till judges a file's date by the same. */
const CLOCK_TOLERANCE = 5 * 60 * 1_000;

/** What the date of the export stands on. */
export type ExportBasis =
  /** Support has said that the folder is the last state: now. */
  | 'last-state'
  /** The last change that the folder shows. */
  | 'last-change'
  /** The folder was recovered before: never later than the first time. */
  | 'record'
  /** Something is dated ahead of now: one of the clocks is wrong, and nobody knows how old the folder is. */
  | 'clock'
  /** The file beside the folder says that the queue had come further than what is in it. */
  | 'behind'
  /** The disk does not give that file: it may say so. */
  | 'unread-mark';

export interface ExportTime {
  /** From when on another till may have sent what is in the folder (ms since 1970); never ahead of now. */
  exportedAt: number;
  basis: ExportBasis;
}

/**
 * The date that the export gets, which decides what the importing till sends by itself (`docs/recovery.md`, "What is
 * held"). `folders`: the named one first; `asideTimes`: when the others were set aside; `now`: ms since 1970.
 */
export function exportTime(
  folders: readonly ReadFolder[],
  asideTimes: readonly number[],
  { isLastState, now }: { isLastState: boolean; now: number },
): ExportTime {
  const [main] = folders;
  const decided = withoutRecord(folders, asideTimes, { isLastState, now });
  if (main?.record == null) return decided;
  const first = recoveredAt(main.record, now);
  return first <= decided.exportedAt ? { exportedAt: first, basis: 'record' } : decided;
}

/** When a folder was recovered first; where that lies ahead of now, nobody knows how long ago: too long. */
export function recoveredAt({ at }: RecoveryRecord, now: number): number {
  return at > now + CLOCK_TOLERANCE ? tooLongAgo(now) : Math.min(at, now);
}

function withoutRecord(
  folders: readonly ReadFolder[],
  asideTimes: readonly number[],
  { isLastState, now }: { isLastState: boolean; now: number },
): ExportTime {
  const [main] = folders;
  const isCopy = main !== undefined && isBehind(main);
  const isUnread = main !== undefined && main.unreadMark !== null;
  if (isLastState && !isCopy && !isUnread) return { exportedAt: now, basis: 'last-state' };
  let last = Number.NEGATIVE_INFINITY;
  let isAhead = false;
  const look = (time: number) => {
    if (time > now + CLOCK_TOLERANCE) isAhead = true;
    else last = Math.max(last, Math.min(time, now));
  };
  for (const time of asideTimes) look(time);
  for (const { content } of folders)
    for (const save of content.saves.values()) for (const time of changesOf(save)) look(time);
  const hasAnyBefore = Number.isFinite(last);
  if (isAhead || !hasAnyBefore) {
    // Where all of it is dated ahead nothing is earlier than that, and the date has to be one that a file can have.
    const held = tooLongAgo(now);
    return { exportedAt: hasAnyBefore ? Math.min(last, held) : held, basis: 'clock' };
  }
  if (isCopy) return { exportedAt: last, basis: 'behind' };
  return { exportedAt: last, basis: isUnread ? 'unread-mark' : 'last-change' };
}

/** All that its till has stored is there: nothing says otherwise, and its watermark says so. */
export function isWhole(folder: ReadFolder): boolean {
  return folder.acknowledged !== null && !countsAsLess(folder);
}

/** Something is missing of what its till has stored, or its watermark may say so: what became of any save may have stood there. */
export function countsAsLess(folder: ReadFolder): boolean {
  if (isBehind(folder) || folder.unreadMark !== null) return true;
  return folder.warnings.some(({ code }) => code === 'store.lines-lost');
}

/** A store had come further than what is there: something is missing at its end, or it is a copy. */
export function isBehind({ acknowledged, content }: ReadFolder): boolean {
  return (acknowledged ?? 0) > content.lastNumber;
}
