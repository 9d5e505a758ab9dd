import { settled } from './completion.ts';
import { type CustomerForm, NO_TICKS, type Registration } from './registration.ts';
import { edited, type Turn } from './registrationTurn.ts';

/**
 * The customer of a form has agreed to another brand, and is known or not known there. What was typed stays: it is to
 * be asked anew whether this brand may have it.
 */
export function ofOtherBrand(form: CustomerForm): CustomerForm {
  const { agreed, marketing } = form.ticks;
  // What is corrected goes under the consent of then; and a save of another brand is corrected there only.
  const hadConsent = agreed !== null || marketing || form.correcting !== null;
  const isConsentLost = form.isConsentLost || hadConsent;
  const none = { kind: 'none' } as const;
  const unknown = { lookup: none, codeLookup: none };
  const { form: typed } = settled({ ...form, ...unknown, choice: null, correcting: null });
  const nobody = { completion: null, confirmed: null, doubted: null };
  return { ...typed, ...nobody, ticks: NO_TICKS, isConsentLost };
}

/** The till belongs to another brand: of every form that is open or set aside. */
export function brandChanged(state: Registration): Turn {
  const { form, aside, interrupted } = state;
  const next: Registration = {
    ...state,
    form: ofOtherBrand(form),
    aside: aside && ofOtherBrand(aside),
    interrupted: interrupted.map(ofOtherBrand),
  };
  const { effects } = settled({ ...form, choice: null, correcting: null });
  return edited(next, next.form.values, [...effects, { kind: 'draft', act: 'touch' }]);
}
