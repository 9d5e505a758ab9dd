import { CLOCK_TOLERANCE_MS } from './doubt.ts';
import { compareSaves, madeAt } from './order.ts';
import { hasLeft } from './passing.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Known = Pick<Saves, 'values' | 'sequences' | 'isBelieved'>;

/** The numbers of a till's saves, also of those that it knows no more. */
export interface Numbers {
  /** The highest that was ever given. */
  readonly lastSequence: number;
  /** Given, and surely not sent: just being stored, refused by the disk, or waiting in another folder. */
  hasNotLeft(sequence: number): boolean;
  /**
   * The highest number up to this one that was not counted when it was forgotten, or erased; 0 where there is none. Absent
   * where nobody counts.
   */
  lastUncounted?(sequence: number): number;
  /** When a number that is lost was given at the latest (ms since 1970). Default: nobody knows. */
  lostBefore?(): number;
  /**
   * Others were given by a queue that nobody can read here now, or that has come back: what left with them is as good as
   * forgotten, whatever numbers were given since. Default: none were.
   */
  readonly hasOthers?: boolean;
  /** Of this till's own saves, whether nobody knows when it was made. Default: everybody does. */
  misdated?(): (save: Save) => boolean;
}

/** The highest number of a save that may have left, and is forgotten; 0 where there is none. */
export function lastForgotten(saves: Pick<Saves, 'sequences'>, numbers: Numbers): number {
  let sequence = numbers.lastSequence;
  // Number by number beside what is known: to look each of them up would take many times as long.
  for (const known of saves.sequences('all').newestFirst()) {
    for (; sequence > known; sequence -= 1) if (!numbers.hasNotLeft(sequence)) return sequence;
    sequence = Math.min(sequence, known - 1);
  }
  for (; sequence > 0; sequence -= 1) if (!numbers.hasNotLeft(sequence)) return sequence;
  return 0;
}

/**
 * The highest number of a save that may have left, and of which nothing is known: it was not forgotten in its time, but its
 * lines are lost, or the whole store. 0 where there is none.
 */
function lastLost(saves: Pick<Saves, 'sequences'>, numbers: Numbers): number {
  const below = (number: number) => numbers.lastUncounted?.(number) ?? 0;
  const lostBetween = (low: number, high: number) => {
    let sequence = below(high);
    while (sequence > low && numbers.hasNotLeft(sequence)) sequence = below(sequence - 1);
    return sequence > low ? sequence : 0;
  };
  let high = numbers.lastSequence;
  for (const known of saves.sequences('all').newestFirst()) {
    const lost = high > known ? lostBetween(known, high) : 0;
    if (lost > 0) return lost;
    high = Math.min(high, known - 1);
  }
  return lostBetween(0, high);
}

/** What has left, and has no hashes left, or others than it had: nobody knows whose it was. */
export function nobodys(saves: Known): Save[] {
  return [...saves.values()].filter((save) => isNobodys(save, saves));
}

function isNobodys(save: Save, saves: Known): boolean {
  return (save.identityKeys.length === 0 || !saves.isBelieved(save)) && hasLeft(save);
}

/** Whether a save may have been passed unseen. `rememberedSince`: as for `passedUnseen`. */
export type Unseen = (save: Save, rememberedSince: number) => boolean;

/**
 * Whether a save may have been passed by a later one of which nobody knows any more whose it was. `rememberedSince`:
 * what was accepted after this (ms since 1970, by the till's clock) is remembered.
 */
export function passedUnseen(
  saves: Known,
  numbers: Numbers,
  rememberedSince: number,
): (save: Save) => boolean {
  const isUnseen = unseen(saves, numbers);
  return (save) => isUnseen(save, rememberedSince);
}

/** The same for every moment, as long as no save changes and no number is given. It looks at all of them once. */
export function unseen(saves: Known, numbers: Numbers): Unseen {
  const forgotten = lastForgotten(saves, numbers);
  const lost = lastLost(saves, numbers);
  const nameless = nobodys(saves);
  let latest: Save | undefined;
  /** By the clock of another till, which may differ, the last of those was made by then (ms since 1970). */
  let madeNameless = Number.NEGATIVE_INFINITY;
  for (const save of nameless) {
    latest = later(latest, save);
    madeNameless = Math.max(madeNameless, madeBy(save) + CLOCK_TOLERANCE_MS);
  }
  const isMisdated =
    (lost > 0 || nameless.length > 0 ? numbers.misdated?.() : undefined) ?? (() => false);
  /** The latest of those that were here before what is forgotten was. */
  let before: Save | undefined;
  /** Of this till's own, when the last before it was made, and the first behind it. */
  let madeBefore = Number.NEGATIVE_INFINITY;
  let behind: Save | undefined;
  /** The first behind what is lost that says when it was made. */
  let behindLost: Save | undefined;
  for (const save of saves.values()) {
    if (save.sequence < forgotten) before = later(before, save);
    if (save.imported !== null) continue;
    if (save.sequence < forgotten) madeBefore = Math.max(madeBefore, save.createdAt);
    else behind = lower(behind, save);
    if (save.sequence > lost && !isMisdated(save)) behindLost = lower(behindLost, save);
  }
  // Where nobody knows when it was made either, nothing tells what came before it.
  const isUndated = nameless.some(isMisdated);
  return (save, rememberedSince) => {
    if (latest !== undefined && compareSaves(save, latest) < 0) return true;
    // This till's own numbers tell the order of its own, whatever the clock was, and what came after another till's had come.
    if (forgotten > save.sequence) return true;
    if (save.imported === null) return false;
    // Made it was before its file was written, whatever the clock of its till was.
    const made = Math.min(madeAt(save), save.imported.exportedAt);
    if (isUndated || made <= madeNameless) return true;
    // Of what came later nothing but the time says where it stands among what is forgotten, also where it got the number of
    // its place.
    if (before !== undefined && compareSaves(save, before) < 0) return true;
    // Behind one that is remembered nothing is forgotten by its time: its lines are lost.
    const isLost = madeBefore > rememberedSince;
    const isBehind = behind !== undefined && compareSaves(behind, save) < 0;
    const isBehindLost = behindLost !== undefined && compareSaves(behindLost, save) < 0;
    const lostBefore = numbers.lostBefore?.() ?? Number.POSITIVE_INFINITY;
    const mayBeLost = made < lostBefore && !isBehindLost;
    if (lost > 0 && mayBeLost) return true;
    const isAnyForgotten = forgotten > 0 || numbers.hasOthers === true;
    return (isLost && !isBehind) || (isAnyForgotten && made - CLOCK_TOLERANCE_MS < rememberedSince);
  };
}

/**
 * When it was made at the latest (ms since 1970). One of another till has its date from a clock of which nobody knows here: it
 * was made before it had been sent from here, or closed.
 */
function madeBy(save: Save): number {
  if (save.imported === null) return madeAt(save);
  return Math.max(madeAt(save), save.settledAt ?? Number.POSITIVE_INFINITY);
}

function later(one: Save | undefined, other: Save): Save {
  return one === undefined || compareSaves(one, other) < 0 ? other : one;
}

function lower(one: Save | undefined, other: Save): Save {
  return one === undefined || other.sequence < one.sequence ? other : one;
}
