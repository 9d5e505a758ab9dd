import { wrongField } from '../../app/gateway/wrongField.ts';
import { groupPhone } from '../form/phoneGrouping.ts';
import { afterCheck, afterLookup, notStored, savePressed, stored } from './advanceSave.ts';
import {
  type CustomerForm,
  consentOf,
  isBounce,
  isEmpty,
  newCustomerForm,
  type Registration,
  ticksOf,
} from './registration.ts';
import type { EventOf, RegistrationEffect, RegistrationEvent } from './registrationEvents.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';
import { isPassing, type Result } from './result.ts';

/**
 * What happens to one customer's form, and to the next one's. Pure. What comes late is dropped: an answer counts only
 * for the form, or the phone number, that it was asked for.
 */
export function advanceRegistration(
  state: Registration,
  event: RegistrationEvent,
  surroundings: Surroundings,
): Turn {
  const { form, pending, aside } = state;
  switch (event.type) {
    case 'edited':
      return edited(state, event.values, [{ kind: 'draft', act: 'touch' }]);
    case 'next-key':
      if (isBounce(state, event.now) || !isPassing(state.result)) return turn(state);
      return turn({ ...state, result: { kind: 'idle' } });
    case 'looked-up':
    case 'lookup-refused':
    case 'lookup-due':
      return afterLookup(state, event, surroundings);
    case 'validated':
    case 'patience-ended':
      return afterCheck(state, event, surroundings);
    case 'stored':
      return stored(state, event, surroundings);
    case 'not-stored':
      return notStored(state, event, surroundings);
    case 'draft-restored': {
      const { requestId, member, consent, correcting } = event.draft;
      const left = { ...newCustomerForm(requestId ?? surroundings.mint()), correcting };
      const restored: CustomerForm = { ...left, values: member, ticks: ticksOf(consent) };
      // A hand that was faster keeps its form; F3 brings the other one.
      if (!isEmpty(form) || pending !== null) return turn({ ...state, aside: restored });
      return filled({ ...state, form: restored, result: { kind: 'restored' } });
    }
  }
  // What a hand does while its save is under way changes nothing of the save, nor of the form.
  if (pending !== null) {
    return turn(
      state,
      event.type === 'correction-opened' ? [{ kind: 'play', sound: 'error' }] : [],
    );
  }
  switch (event.type) {
    case 'consent-toggled': {
      const { operatorId, noticeVersion } = surroundings.counter;
      const isAgreed = consentOf(form, surroundings.counter) !== null;
      const agreed = isAgreed ? null : { at: event.at, noticeVersion, operatorId };
      return ticked(state, { ...form.ticks, agreed });
    }
    case 'marketing-toggled':
      return ticked(state, { ...form.ticks, marketing: !form.ticks.marketing });
    case 'known-toggled':
      return knownToggled(state);
    case 'save-pressed':
      return savePressed(state, event);
    case 'clear-pressed':
      return emptied({ ...state, aside: isEmpty(form) ? aside : form }, surroundings);
    case 'refuse-pressed':
      return emptied({ ...state, aside: null }, surroundings, { kind: 'refused' });
    case 'undo-pressed': {
      if (aside === null) return turn(state);
      const left = isEmpty(form) ? null : form;
      const back = { ...state, form: aside, aside: left, result: { kind: 'idle' } as const };
      return filled(back, [{ kind: 'draft', act: 'touch' }]);
    }
    case 'correction-opened':
      return correctionOpened(state, event, surroundings);
  }
}

/** Shows the form. A question that lost its asker while the form lay aside is asked again. */
function filled(state: Registration, effects: readonly RegistrationEffect[] = []): Turn {
  const { values, lookup } = state.form;
  const isOpen = lookup.kind === 'asking' || lookup.kind === 'later';
  const form: CustomerForm = isOpen ? { ...state.form, lookup: { kind: 'none' } } : state.form;
  return edited({ ...state, form }, values, [{ kind: 'fill', values }, ...effects]);
}

function emptied(
  state: Registration,
  { mint }: Surroundings,
  result: Result = { kind: 'idle' },
): Turn {
  return filled({ ...state, form: newCustomerForm(mint()), result }, [
    { kind: 'draft', act: 'drop' },
  ]);
}

function ticked(state: Registration, ticks: CustomerForm['ticks']): Turn {
  const form = { ...state.form, ticks };
  return turn({ ...state, form }, [{ kind: 'draft', act: 'touch' }]);
}

function knownToggled(state: Registration): Turn {
  const { lookup } = state.form;
  if (lookup.kind !== 'answered' || lookup.known === null) return turn(state);
  const known = { ...lookup.known, isCorrection: !lookup.known.isCorrection };
  return turn({ ...state, form: { ...state.form, lookup: { ...lookup, known } } });
}

/** Fills the form from a save of the queue; the focus goes to what the gateway complained of. */
function correctionOpened(
  state: Registration,
  { draft }: EventOf<'correction-opened'>,
  { mint }: Surroundings,
): Turn {
  const aside = isEmpty(state.form) ? state.aside : state.form;
  const { text: mobile } = groupPhone({ text: draft.member.mobile, caret: 0 }, '', 'insertText');
  const values = { ...draft.member, mobile };
  const form = { ...newCustomerForm(mint()), values, correcting: draft };
  const wrong = wrongField(draft);
  return filled({ ...state, aside, form, result: { kind: 'idle' } }, [
    { kind: 'draft', act: 'touch' },
    ...(wrong === null
      ? []
      : [
          { kind: 'show-errors' as const, fields: { [wrong]: 'refused' } },
          { kind: 'focus' as const, target: wrong },
        ]),
  ]);
}
