import {
  afterComparison,
  correctionAdded,
  correctionConfirmed,
  correctionLeft,
  correctionLocked,
  correctionOpened,
  knownRead,
  knownToggled,
  knownUnread,
} from './advanceCorrection.ts';
import {
  afterCheck,
  afterLookup,
  notStored,
  savePressed,
  stored,
  wordLeft,
} from './advanceSave.ts';
import { askedAnew } from './askedAnew.ts';
import { brandChanged } from './brandChanged.ts';
import { readKnown } from './completion.ts';
import { personErased } from './personErased.ts';
import { cleared, handCame, offered, refused, restored, undone } from './putAside.ts';
import {
  type CustomerForm,
  consentOf,
  isBounce,
  isEmpty,
  isNobodyThere,
  knownOf,
  NO_TICKS,
  type Registration,
} from './registration.ts';
import type { RegistrationEvent } from './registrationEvents.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';
import { isPassing } from './result.ts';

/**
 * What happens to one customer's form, and to the next one's. Pure. What comes late is dropped: an answer counts only
 * for the form, or the question, that it was asked for.
 */
export function advanceRegistration(
  state: Registration,
  event: RegistrationEvent,
  surroundings: Surroundings,
): Turn {
  const { form, pending } = state;
  switch (event.type) {
    case 'edited':
      return edited(state, event.values, [{ kind: 'draft', act: 'touch' }]);
    case 'word-left':
      return wordLeft(state, event);
    case 'next-key':
      if (isBounce(state, event.now) || !isPassing(state.result)) return turn(state);
      return turn({ ...state, result: { kind: 'idle' }, missed: null });
    case 'looked-up':
    case 'lookup-refused':
    case 'lookup-due':
      return afterLookup(state, event, surroundings);
    case 'validated':
    case 'patience-ended':
      return afterCheck(state, event, surroundings);
    case 'known-read':
      return knownRead(state, event, surroundings);
    case 'known-unread':
      return knownUnread(state, event, surroundings);
    case 'compared':
    case 'not-compared':
      return afterComparison(state, event);
    case 'correction-confirmed':
      return correctionConfirmed(state, event);
    case 'correction-left':
      return correctionLeft(state, event);
    case 'correction-added':
      return correctionAdded(state, event, surroundings);
    case 'stored':
      return stored(state, event, surroundings);
    case 'not-stored':
      return notStored(state, event, surroundings);
    case 'draft-restored':
      return restored(state, event, surroundings);
    case 'form-offered':
      return offered(state, event, surroundings);
    case 'hand-came':
      return handCame(state, event, surroundings);
    case 'aside-expired':
      return turn({ ...state, aside: null });
    case 'person-erased':
      return personErased(state, event, surroundings);
    case 'records-changed':
      return askedAnew(state);
    case 'brand-changed':
      return brandChanged(state);
    case 'locked':
      return locked(state);
    case 'unlocked':
      return unlocked(state, surroundings);
  }
  if (pending !== null) {
    // What a hand does while its save is under way changes nothing of the save, nor of the form.
    if (event.type !== 'correction-opened' || state.isLocked) return turn(state);
    return turn({ ...state, missed: event.draft.slip }, [{ kind: 'play', sound: 'error' }]);
  }
  switch (event.type) {
    case 'consent-toggled': {
      const { operatorId, brandId, noticeVersion } = surroundings.counter;
      const isAgreed = consentOf(form, surroundings.counter) !== null;
      // Who asks the customer stands in the consent.
      if (!isAgreed && isNobodyThere(surroundings.counter)) return whoIsThere(state);
      const agreed = isAgreed ? null : { at: event.at, brandId, noticeVersion, operatorId };
      return ticked(state, { ...form.ticks, agreed });
    }
    case 'marketing-toggled':
      return ticked(state, { ...form.ticks, marketing: !form.ticks.marketing });
    case 'known-toggled':
      // What was registered is read for somebody, and stands in the trail.
      return isNobodyThere(surroundings.counter) && knownOf(form) !== null
        ? whoIsThere(state)
        : knownToggled(state, surroundings);
    case 'save-pressed':
      return savePressed(state, event);
    case 'clear-pressed':
      return cleared(state, surroundings);
    case 'refuse-pressed':
      return refused(state, surroundings);
    case 'undo-pressed':
      return undone(state, surroundings);
    case 'correction-opened':
      return correctionOpened(state, event, surroundings);
  }
}

/** Whoever unlocks is asked about nobody else's correction, and gets nobody else's customer back, nor their consent. */
function locked(state: Registration): Turn {
  const before = correctionLocked(state);
  const { form } = before;
  const ticks = isEmpty(form) ? NO_TICKS : form.ticks;
  return turn({ ...before, form: { ...form, ticks }, aside: null, isLocked: true });
}

/** Somebody has said who he is, and has asked for what lay behind the lock. */
function unlocked(state: Registration, { counter }: Surroundings): Turn {
  const form: CustomerForm = { ...state.form, cameIn: null };
  const interrupted = state.interrupted.map(
    (one): CustomerForm => (one.offer === 'locked' ? { ...one, offer: 'open' } : one),
  );
  const open = { ...state, form, interrupted, isLocked: false };
  if (!state.isLocked) return turn(open);
  // What was registered of a member was not to be shown behind the lock.
  const { form: asking, effects } = readKnown(form, counter.operatorId);
  return turn({ ...open, form: asking }, effects);
}

/** Nothing is done yet; the list of operators opens. */
function whoIsThere(state: Registration): Turn {
  return turn(state, [{ kind: 'choose-operator' }]);
}

/** What was asked for with "consent missing" is answered by the tick, and by taking back what needed it. */
function ticked(state: Registration, ticks: CustomerForm['ticks']): Turn {
  // Whoever ticks has heard that it was to be asked again.
  const form = { ...state.form, ticks, isConsentLost: false };
  const isAnswered = state.result.kind === 'unconsented';
  const result = isAnswered ? ({ kind: 'idle' } as const) : state.result;
  return turn({ ...state, form, result }, [{ kind: 'draft', act: 'touch' }]);
}
