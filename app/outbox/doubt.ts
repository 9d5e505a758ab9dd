import { asDate } from './dates.ts';
import { hold } from './hold.ts';
import type { Save } from './save.ts';

/**
 * The 24-hour rule, all of it. A save is in doubt since `firstUnknownAt` where it may have taken effect without anybody
 * here knowing: after a send without an answer, since a file with it has gone to another till, in a store that has lost
 * what became of it. As long as the gateway surely knows its id, sending it again is safe. After a day it may have
 * forgotten, and would overwrite newer data: then the save waits for somebody. What time it is, and how much of it has
 * passed since a call, is worked out elsewhere (`main/replay/staleness.ts`). All times are ms since 1970.
 */
export const STALE_AFTER_MS = 24 * 60 * 60 * 1_000;

/** A time that lies further ahead than this was written, or is read, by a clock that is wrong (ms). */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1_000;

/** Whether what has been in doubt since `since` has been so for too long. */
export function isTooLongAgo(since: number, now: number): boolean {
  return now - since > STALE_AFTER_MS;
}

/** What has been in doubt since before this moment has been so for too long. */
export function staleBefore(now: number): number {
  return now - STALE_AFTER_MS;
}

/** The latest time that is surely too long ago for anything to be sent by itself. */
export function tooLongAgo(now: number): number {
  return staleBefore(now) - 1;
}

/** What is known of a doubt. */
type Doubted = Pick<Save, 'firstUnknownAt' | 'lentAt' | 'imported'>;

/** True when the save may only be sent after somebody has looked at it. */
export function isStale(save: Doubted, now: number): boolean {
  const { firstUnknownAt } = asLongAgo(save, now);
  return firstUnknownAt !== null && isTooLongAgo(firstUnknownAt, now);
}

/**
 * A save whose doubt began with a file and lies ahead of `now`: one of the two clocks is wrong, and nobody knows how long
 * ago it was, so it is too long. A doubt of a call that lies ahead is nothing to be afraid of: the gateway has refused its
 * timestamp.
 */
export function asLongAgo<Known extends Doubted>(save: Known, now: number): Known {
  const { firstUnknownAt } = save;
  const isFileAhead = isOfFile(save) && firstUnknownAt !== null && isAhead(firstUnknownAt, now);
  return isFileAhead ? { ...save, firstUnknownAt: tooLongAgo(now) } : save;
}

/** Whether a doubt may have begun with a file: with one that was written here, or that brought the save. */
export function isOfFile({ lentAt, imported }: Omit<Doubted, 'firstUnknownAt'>): boolean {
  return lentAt !== null || imported !== null;
}

/** A save that waits and is stale, held for somebody; null where it is not. */
export function heldAsStale(save: Save, now: number): Save | null {
  if (save.state !== 'pending' || !isStale(save, now)) return null;
  return hold(save, whyStale(save), now);
}

/**
 * Why a save is held whose outcome has been unknown for too long: only since its export; because the platform was too
 * busy for it, which is what it said last; or since a send.
 */
export function whyStale({
  imported,
  firstUnknownAt,
  lastOutcome,
}: Save): 'stale' | 'late-import' | 'busy' {
  if (imported !== null && imported.exportedAt === firstUnknownAt) return 'late-import';
  return lastOutcome?.class === 'later' ? 'busy' : 'stale';
}

/** How long (whole hours) nobody knew what had become of a save that the platform was too busy for, else null. */
export function busyHours({ heldReason, firstUnknownAt, settledAt }: Save): number | null {
  if (heldReason !== 'busy' || firstUnknownAt === null || settledAt === null) return null;
  return Math.max(0, Math.floor((settledAt - firstUnknownAt) / 3_600_000));
}

/**
 * The outcome is unknown since a call at `since`, or for longer. An older date that lies ahead of it is a wrong clock's,
 * and of a call that the gateway refused for its timestamp: it must not make this one younger.
 */
export function inDoubtSince(save: Save, since: number): Save {
  return { ...save, firstUnknownAt: asDate(Math.min(save.firstUnknownAt ?? since, since)) };
}

/**
 * A save that may have been sent from `since` on without anybody here knowing. Where that lies ahead of `now`, one of
 * the two clocks is wrong, and nobody knows how long ago it was: too long.
 */
export function mayHaveLeft(save: Save, since: number, now: number): Save {
  const doubted = inDoubtSince(save, since);
  return isAhead(since, now) ? inDoubtSince(doubted, tooLongAgo(now)) : doubted;
}

/**
 * A save as it arrives from another till. The same file may have been imported elsewhere and sent from there, so
 * from its date on nobody knows what has become of what is in it: as for a send without an answer, a day later
 * the gateway may have forgotten the id. Then it is held, and so it is where one of the two clocks must be
 * wrong: then nobody knows how long ago, and for everything in it that counts as too long. `now`: by the best clock
 * that there is.
 */
export function arrive(save: Save, exportedAt: number, now: number): Save {
  const settledAt = save.state === 'held' ? now : null;
  // In doubt already when the file was written: by a clock that was set back in between, it would be so by the file alone.
  const known = save.firstUnknownAt === null ? save : inDoubtSince(save, exportedAt - 1);
  const arrived = { ...mayHaveLeft(known, exportedAt, now), settledAt, isDatedAfterwards: false };
  const isTimely = !isAhead(exportedAt, now) && !isTooLongAgo(exportedAt, now);
  return isTimely || save.state !== 'pending' ? arrived : hold(arrived, 'late-import', now);
}

/**
 * A save in a file of `exportedAt` that a later one of its person has passed where it comes from: no till that takes it
 * knows of that one, and none is to send it by itself, also where its clock is a little behind.
 */
export function passedBefore<Known extends Pick<Save, 'firstUnknownAt'>>(
  save: Known,
  exportedAt: number,
): Known {
  const since = asDate(tooLongAgo(exportedAt - CLOCK_TOLERANCE_MS));
  return { ...save, firstUnknownAt: Math.min(save.firstUnknownAt ?? since, since) };
}

/** What a till that lends a save out at `at` knows of it: in doubt since then, or for longer. */
export function lent(save: Save, at: number): Save {
  return { ...inDoubtSince(asLongAgo(save, at), at), lentAt: at };
}

/**
 * A version that has come to the disk, in doubt as before, or since a later call. Where what is known of the save (`known`) was
 * dated again meanwhile, it gets the new date: on the disk with its next change. An older one it has itself stays.
 */
export function asDatedMeanwhile(
  stored: Save,
  before: Save | undefined,
  known: Save | undefined,
): Save {
  const [then, now] = [before?.firstUnknownAt, known?.firstUnknownAt];
  const { firstUnknownAt } = stored;
  if (known === undefined || now === then) return stored;
  if (firstUnknownAt === then) return { ...stored, firstUnknownAt: now ?? null };
  return firstUnknownAt === null || now == null ? stored : inDoubtSince(stored, now);
}

/** `time`, where a clock that was right can have said so before `at`: of any two that are told it keeps the order. */
export function noLaterThan(at: number, time: number): number {
  return Math.min(time, at + CLOCK_TOLERANCE_MS);
}

/** Whether one of two clocks must be wrong: `time` lies further ahead of `now` than two clocks differ. */
export function isAhead(time: number, now: number): boolean {
  return time - now > CLOCK_TOLERANCE_MS;
}
