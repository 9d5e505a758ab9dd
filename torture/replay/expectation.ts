import type { HeldReason, SaveState } from '../../app/outbox/save.ts';
import type { Verdict } from './reading.ts';

const DAY = 24 * 60 * 60_000;

/** What lies further ahead than this was dated by a clock that is wrong (ms). */
export const AHEAD = 5 * 60_000;

/** Two clocks that say the same of a sleep differ by less (ms). */
export const AGREED = 10 * 60_000;

/** Undecidable answers before somebody is asked. */
export const TRIES = 5;

/** What the simulation expects of one save, learned from the wire, the disk and the manager. */
export interface Expectation {
  readonly requestId: string;
  /** Where it stands on disk. */
  state: SaveState;
  heldReason: HeldReason | null;
  /** When it was accepted, held or closed, as it stands on disk (ms since 1970). */
  settledAt: number | null;
  /** Closed by the manager's word alone, by the steady clock of the world (ms). */
  closedAt: number | null;
  /** What the last answer was called, where such an answer can hold; else empty. */
  lastName: string;
  /** Since when its outcome is unknown, in the till's idea of the gateway's time (ms since 1970). */
  unknownSince: number | null;
  /** The same as it is on disk: a date that was corrected in memory goes there with the next change. */
  unknownSinceOnDisk: number | null;
  /** The same by the steady clock of the process that saw it (ms), or null where that is another one. */
  unknownSinceSteady: number | null;
  /** The clock on the wall less the steady one when that call left (ms); the least, where later ones made it older. */
  unknownSinceApart: number;
  /** The date that it had then, by whatever clock was the best (ms since 1970). */
  unknownSinceFirst: number;
  /** The earliest that it is dated while a time that nothing has proved dates it, as on the disk; or null. */
  unknownSinceSure: number | null;
  /** Since when it was unknown before that process saw it (ms since 1970), or null. */
  unknownSinceBefore: number | null;
  /** It went into a file, or was to: another till may have it. */
  isLent: boolean;
  undecidable: number;
  /** The platform had no time for it, by the last answer that is on disk. */
  isBusy: boolean;
  /** When the send under way was marked. */
  markedAt: number;
  /** The outbox knows it as waiting: it was acknowledged, or there at the start. */
  isQueued: boolean;
  isAcknowledged: boolean;
  /** What was answered and is not on disk yet. */
  answer: Answer | null;
  /** What the manager has asked for and is not on disk yet, one after the other. */
  readonly asked: Decision[];
  /** Closed because a correction says the same better, and not by a manager alone. */
  isCorrected: boolean;
  /** Closed because it went into a file. */
  isMoved: boolean;
  /** When the file was written that it came in (ms since 1970), or null. */
  exportedAt: number | null;
  /** It has been chosen at some time. */
  isSent: boolean;
  /** What was chosen last has left the till. */
  hasLeft: boolean;
  /** Earlier saves of the same person that were with the manager, closed, or away when this one was sent. */
  passed: Set<string>;
}

/** What somebody decides about a save: to send it again is the cashier's word, the others are the manager's. */
export type Decision = 'requeue' | 'send again' | 'discard' | 'move' | 'go on';

/** What time an answer has shown (ms since 1970), and when by the steady clock (ms). */
export interface Shown {
  now: number;
  steady: number;
  /** The clock on the wall less the steady one then (ms). */
  apart: number;
  /** What is dated by it stays so. */
  isProved: boolean;
}

export interface Answer {
  verdict: Verdict;
  /** It came over a connection that was not the call's own: an earlier sending may have arrived without an answer. */
  mayBeSecond: boolean;
  /** The till's idea of the gateway's time when the answer came. */
  at: number;
  /** The same by the steady clock of the process (ms); null where that has slept since, or the time was proved. */
  steadyAt: number | null;
  /** The clock on the wall less the steady one when the call left (ms). */
  apart: number;
  /** What time it was shown to be since then. */
  shown: Shown | null;
  /** A fault of the settings is this save's own: others pass. */
  isOwn: boolean;
  /** What would hold it is answered to everybody. */
  isEverybodys: boolean;
}

export function expectNew(requestId: string): Expectation {
  return {
    requestId,
    state: 'pending',
    heldReason: null,
    settledAt: null,
    closedAt: null,
    lastName: '',
    unknownSince: null,
    unknownSinceOnDisk: null,
    unknownSinceSteady: null,
    unknownSinceApart: 0,
    unknownSinceFirst: 0,
    unknownSinceSure: null,
    unknownSinceBefore: null,
    isLent: false,
    undecidable: 0,
    isBusy: false,
    markedAt: 0,
    isQueued: false,
    isAcknowledged: false,
    answer: null,
    asked: [],
    isCorrected: false,
    isMoved: false,
    exportedAt: null,
    isSent: false,
    hasLeft: false,
    passed: new Set(),
  };
}

/** The rules of `docs/outbox.md`, in this simulation's own words: what an answer makes of a save. */
export function applyAnswer(save: Expectation, answer: Answer): void {
  const { verdict, at, steadyAt, isOwn, isEverybodys } = answer;
  save.answer = null;
  save.lastName = 'name' in verdict ? `${verdict.kind} ${verdict.name}` : '';
  save.isBusy = verdict.kind === 'later';
  save.state = 'pending';
  const hold = (reason: HeldReason) => {
    save.state = 'held';
    save.heldReason = reason;
  };
  const doubt = () => {
    // What lies ahead was dated by a wrong clock, and no call that was signed by it can have taken effect.
    if (save.unknownSince !== null && save.unknownSince <= at) return;
    if (save.unknownSinceSteady === null) {
      save.unknownSinceBefore = save.unknownSince;
      save.unknownSinceSteady = steadyAt;
      save.unknownSinceApart = answer.apart;
      save.unknownSinceFirst = at;
    } else if (steadyAt !== null) {
      save.unknownSinceApart = Math.min(save.unknownSinceApart, answer.apart);
      save.unknownSinceFirst = Math.min(save.unknownSinceFirst, at);
    }
    save.unknownSince = at;
  };
  if (answer.mayBeSecond && verdict.kind !== 'accepted') doubt();
  switch (verdict.kind) {
    case 'accepted':
      save.state = 'accepted';
      break;
    case 'rejected':
      if (!isEverybodys) hold('rejected');
      break;
    case 'configuration': {
      const isSession = verdict.code === 27;
      if (isOwn && isSession) save.undecidable += 1;
      if (!isOwn || (isSession && save.undecidable < TRIES)) break;
      hold(verdict.code === 25 ? 'sign' : 'configuration');
      break;
    }
    case 'undecidable':
      doubt();
      if (isEverybodys) break;
      save.undecidable += 1;
      if (save.undecidable >= TRIES) hold('undecidable');
      break;
    case 'later':
      if (!verdict.isOfRelay) doubt();
      break;
    case 'repeated sign':
      doubt();
      break;
    case 'no answer':
      if (verdict.arrived) doubt();
      break;
    case 'quota':
    case 'clock':
      break;
  }
  if (answer.shown !== null) redate(save, answer.shown);
}

/**
 * It was shown what time it is: what was dated without that is dated anew. Where the clock on the wall has gone on by
 * more than the steady one meanwhile, or was set back, the PC may have slept and nobody told, so that it stays as old as it was.
 */
export function redate(save: Expectation, { now, steady, apart, isProved }: Shown): void {
  if (save.unknownSince === null || save.unknownSinceSteady === null) return;
  const counted = now - (steady - save.unknownSinceSteady);
  const maySleep = Math.abs(apart - save.unknownSinceApart) > AGREED;
  const since = maySleep ? Math.min(counted, save.unknownSinceFirst) : counted;
  const date = Math.min(save.unknownSinceBefore ?? since, since);
  save.unknownSinceSure = isProved ? null : Math.min(sureDate(save) ?? date, date);
  save.unknownSince = date;
  if (isProved) save.unknownSinceSteady = null;
}

/** Since when it is unknown at the latest, whatever was shown without a proof. */
export function sureDate({ unknownSince, unknownSinceSure }: Expectation): number | null {
  return unknownSince === null ? null : Math.min(unknownSince, unknownSinceSure ?? unknownSince);
}

/** Whether a file may have begun its doubt: one that it went into, or came out of. */
export function isOfFile({
  isLent,
  exportedAt,
}: Pick<Expectation, 'isLent' | 'exportedAt'>): boolean {
  return isLent || exportedAt !== null;
}

/** Why this save must not be sent now without somebody's word; the till may be wrong by `tolerance` ms. */
export function isOverdue(save: Expectation, now: number, tolerance: number): boolean {
  if (save.unknownSince === null) return false;
  // Of what went into a file nobody knows how long ago that was where it lies ahead.
  const isAhead = isOfFile(save) && save.unknownSince - now > AHEAD + tolerance;
  return isAhead || now - save.unknownSince > DAY + tolerance;
}

/**
 * Why a save is held whose outcome was unknown for too long: in doubt since its export only, as exactly as the
 * clocks of a till can tell (`tolerance`, ms), because the platform had no time for it, or since a send. `told`: what the
 * till says.
 */
export function whyStale(
  { exportedAt, unknownSince, isBusy }: Expectation,
  told: HeldReason | null,
  tolerance: number,
): HeldReason | null {
  const other = isBusy ? 'busy' : 'stale';
  if (exportedAt === null || unknownSince === null) return other;
  if (unknownSince === exportedAt) return 'late-import';
  return Math.abs(unknownSince - exportedAt) <= tolerance ? told : other;
}

/** It is marked on the disk, and has not left. */
export function isMarked({ state, hasLeft }: Expectation): boolean {
  return state === 'sending' && !hasLeft;
}
