import { isStale } from './doubt.ts';
import { fits, type Home } from './home.ts';
import { passedAmong } from './passing.ts';
import { type HeldReason, isHeldForApp, type Save } from './save.ts';
import type { Saves } from './saves.ts';

/** Held because it may have taken effect long ago. */
const OLD: readonly (HeldReason | null)[] = ['stale', 'late-import', 'busy'];

/** What somebody may do with a save as it stands. */
export interface AllowedActions {
  /** Register the same person again, better, in a save that is linked to this one. */
  correct: boolean;
  /** Send a held save as it is, and by whose word. */
  sendAgain: 'nobody' | 'anyone' | 'manager';
  /** Close it without sending; always by the manager. */
  discard: boolean;
  /** Put a closed one back into the queue; always by the manager. */
  requeue: boolean;
}

/**
 * The rules of the queue panel; `now` in ms since 1970. A stale save needs the manager: its first send may
 * have taken effect, the gateway may have forgotten its id, and newer data would be overwritten. So does one that
 * was imported late: another till may have sent it. The others were refused, or their id still keeps a second send
 * from being a second effect. And so does one that a later save of the same person has passed (`hasBeenPassed`): it
 * would write older data over newer.
 *
 * What was made for another brand than the one of the settings (`home`) is nobody's to send or to correct here: the
 * person would come to the other brand. What was made for another app goes on under this one by the manager's word.
 *
 * What was corrected lives on in its correction: nobody may send it after that. `isCorrected`: a correction
 * of it stands.
 */
export function allowedActions(
  save: Save,
  now: number,
  isCorrected = false,
  home: Home | null = null,
  hasBeenPassed = false,
): AllowedActions {
  const isHeld = save.state === 'held';
  const isWaiting = save.state === 'pending' || save.state === 'sending';
  const isReadable = save.sealedBody !== null && save.heldReason !== 'unreadable';
  const isAway = home !== null && !fits(save, home);
  const isOtherBrand = isAway && save.brandId !== home.brandId;
  const isOld = OLD.includes(save.heldReason);
  // Where the settings fit again it goes by itself: nobody's press is needed, and none makes it another save.
  const needsManager = isOld || hasBeenPassed || isStale(save, now) || isAway || isHeldForApp(save);
  const isReplaced = isCorrected || save.closedReason === 'corrected';
  const canBeSent = isHeld && isReadable && !isReplaced && !isOtherBrand;
  return {
    correct: (isHeld || isWaiting) && isReadable && !isOtherBrand,
    sendAgain: !canBeSent ? 'nobody' : needsManager ? 'manager' : 'anyone',
    discard: mayBeDiscarded(save),
    requeue: save.state === 'discarded' && !isReplaced,
  };
}

/** Asked for whole queues at once: it looks at nothing but the save. */
export function mayBeDiscarded({ state }: Save): boolean {
  return state === 'held' || state === 'pending';
}

/**
 * What a correction may be held against: what is open, what was accepted, and what was corrected already, perhaps by
 * this very form, whose answer was lost. What a manager has closed shows nobody its content.
 */
export function mayBeCompared({ state, closedReason }: Save): boolean {
  return state !== 'discarded' || closedReason === 'corrected';
}

/**
 * The same for one of the saves that this till knows. `hasBeenPassed`: `passedByEffect`, or by one of which nobody knows any
 * more whose it was (`forgotten.ts`); asked for what is held only.
 */
export function mayOf(
  saves: Pick<Saves, 'correctionOf'>,
  save: Save,
  now: number,
  home: Home | null,
  hasBeenPassed: (save: Save) => boolean,
): AllowedActions {
  const isCorrected = saves.correctionOf(save) !== undefined;
  return allowedActions(save, now, isCorrected, home, save.state === 'held' && hasBeenPassed(save));
}

/** Whether a later save of the same person may have taken effect: for many at one moment, as `passedAmong`. */
export function passedByEffect(
  saves: Pick<Saves, 'ofPerson' | 'isBelieved'>,
): (save: Save) => boolean {
  return passedAmong(saves, mayHaveTakenEffect);
}

/** What was refused, and nothing else, has changed nobody. */
export function mayHaveTakenEffect({ state, sentAt, firstUnknownAt }: Save): boolean {
  return state === 'accepted' || sentAt !== null || firstUnknownAt !== null;
}
