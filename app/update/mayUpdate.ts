import { isOpenAt, type OpeningHours } from './openingHours.ts';
import type { Never, Obstacle } from './updateCodes.ts';

/** Nobody has been at it for so long (ms). */
export const QUIET_MS = 10 * 60_000;

/** What decides whether a till may ask for an update, fetch it, install it. */
export interface UpdateFacts {
  /** Null: this installation may update itself. */
  never: Never | null;
  /** An address is named. */
  isSet: boolean;
  /** Somebody who may has said which settings hold. */
  isSure: boolean;
  /** The data folder is this program's. */
  isOurs: boolean;
  isMoving: boolean;
  /** Something waits, and nothing keeps it from being sent. */
  isDraining: boolean;
  /** An answer is under way, or on its way to the disk. */
  isSending: boolean;
  hours: OpeningHours;
  /** Minutes of the day: by the till's clock, and by the gateway's where an answer has proved it. */
  minutes: readonly number[];
  isAsking: boolean;
  isDeedRunning: boolean;
  hasManager: boolean;
  /** Ms since; infinite: never. */
  sinceTyped: number;
  sinceSaved: number;
  sinceUsed: number;
  /** Of the whole PC. */
  sinceInput: number;
}

/** Why the server must not be asked now which version is the latest, or null. A few hundred bytes, at any hour. */
export function mayCheck(facts: UpdateFacts): Obstacle | null {
  const { never, isSet, isSure, isOurs, isMoving, isDraining, isSending } = facts;
  if (never !== null) return never;
  if (!isSet) return 'not-set';
  if (!isSure) return 'settings-unsure';
  if (!isOurs) return 'other-program';
  if (isMoving) return 'moving';
  if (isDraining) return 'draining';
  return isSending ? 'sending' : null;
}

/** Why nothing is fetched now, or null. */
export function mayFetch(facts: UpdateFacts): Obstacle | null {
  return mayCheck(facts) ?? (isOpen(facts) ? 'open' : null);
}

/** What ends a fetch that is under way. A customer at night is sent beside it: the line is wide enough for both. */
export function endsFetch(facts: UpdateFacts): boolean {
  return mayFetch({ ...facts, isDraining: false, isSending: false }) !== null;
}

/** Why nothing is installed at a quit, or null: who quits has seen to the rest. */
export function mayInstallAtQuit(facts: UpdateFacts): Obstacle | null {
  const why = mayFetch(facts);
  if (why !== null) return why;
  return facts.isDeedRunning ? 'deed' : null;
}

/** Why the program must not be closed for an update now, or null. A clock that is wrong is not enough for a yes. */
export function mayInstall(facts: UpdateFacts): Obstacle | null {
  const why = mayFetch(facts);
  if (why !== null) return why;
  if (facts.isAsking) return 'asking';
  if (facts.isDeedRunning) return 'deed';
  if (facts.hasManager) return 'manager';
  if (facts.sinceTyped < QUIET_MS) return 'typing';
  if (facts.sinceSaved < QUIET_MS) return 'saved';
  return Math.min(facts.sinceUsed, facts.sinceInput) < QUIET_MS ? 'in-use' : null;
}

function isOpen({ hours, minutes }: UpdateFacts): boolean {
  return minutes.some((minute) => isOpenAt(hours, minute));
}
