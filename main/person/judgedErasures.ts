import { type BelievedOlder, DOUBTED } from '../audit/erasingNews.ts';
import { believed, type ComingErasings, type ReadErasures, type Unfinished } from './unfinished.ts';

/** What lay there, as it was read at the start or written since. The disk is asked once: what it refuses later is not gone. */
export interface FoundErasures {
  read: ReadErasures | null;
  /** Nothing lies there, and what did was put aside. */
  wasPutAside: boolean;
}

/** What the trail tells of erasings. */
export interface ToldErasings {
  /** `ErasingNews.last`. */
  last: number | null;
  /** `ErasingNews.believedOlder`; null as long as the trail cannot be read. */
  believedOlder: BelievedOlder | null;
}

/** What is to be made of both together. */
export interface JudgedErasures {
  /** Ms since 1970. */
  erasedAt: number;
  unfinished: readonly Unfinished[];
  coming: ComingErasings;
  isLost: boolean;
  /** The trail has yet to tell whether it is to be believed. */
  isUnsure: boolean;
  /** An earlier program has written it, and it is believed. */
  isOlder: boolean;
  /** Nothing had shown that the clock was right by which it is dated. */
  isByOwnClock: boolean;
}

export const NONE_COMING: ComingErasings = { folders: [], isAll: false };

/** There was one, as the trail tells or what was put aside; the till's own clock may have stood anywhere by then. */
const GONE: ReadErasures = { erasedAt: null, unfinished: [], isByOwnClock: true };

/** Null where there never was one. `now`: by the till's clock, ms since 1970. */
export function judgeErasures(
  { read, wasPutAside }: FoundErasures,
  { last, believedOlder }: ToldErasings,
  now: number,
): JudgedErasures | null {
  const wasThere = last !== null || wasPutAside;
  if (read === null && !wasThere) return null;
  const isUnsure = read?.older !== undefined && believedOlder === null;
  const known = read ?? GONE;
  const found = believedOlder === null ? known : believed(known, believedOlder);
  const { erasedAt, isByOwnClock, unfinished, toldAt = last === DOUBTED ? null : last } = found;
  // The trail tells of one that it does not know, or nobody knows whether it did: it may be of before that, and put back.
  const isEarlier = last !== null && toldAt !== last;
  const since = erasedAt ?? now;
  const { coming = NONE_COMING } = found;
  const isLost = erasedAt === null;
  return {
    erasedAt: isEarlier ? Math.max(since, now) : since,
    coming: isEarlier ? { ...coming, isAll: false } : coming,
    isByOwnClock: isByOwnClock === true || isEarlier || isLost,
    isOlder: found.older !== undefined,
    ...{ unfinished, isLost, isUnsure },
  };
}
