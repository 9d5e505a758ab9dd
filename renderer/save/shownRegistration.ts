import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { Unchosen } from '../form/unchosen.ts';
import {
  correctionOf,
  type Known,
  knownOf,
  type Lookup,
  type Pending,
  type Registration,
  type Ticks,
  takesConsent,
} from './registration.ts';
import type { Result } from './result.ts';

/** What the screen draws of a registration. What stands in the fields is not among it: the page keeps that by itself. */
export interface ShownRegistration {
  result: Result;
  /** The known member is what is to be seen: nothing else stands in its place. */
  isKnownShown: boolean;
  missed: Registration['missed'];
  busy: boolean;
  /** What a correction would change, while somebody is asked about it; or null. */
  question: Extract<Pending, { step: 'confirming' }> | null;
  correcting: CorrectionDraft | null;
  known: Known | null;
  isCorrection: boolean;
  /** How long the till does not say whether the number is known (s), or null. It asks again by itself. */
  lookupWait: number | null;
  unchosen: Unchosen;
  ticks: Ticks;
  /** What the customer had agreed to was another brand's. */
  isConsentLost: boolean;
  takesConsent: boolean;
  /** What F3 would bring back, or null. */
  undo: 'cleared' | 'interrupted' | 'offered' | null;
}

const IDLE: Result = { kind: 'idle' };

export function shownOf(registration: Registration): ShownRegistration {
  const { form, aside, interrupted, pending, result, missed } = registration;
  const { lookup, codeLookup, unchosen, ticks, isConsentLost, correcting } = form;
  const known = knownOf(form);
  // Whose number it is says more than a consent that is not needed for it.
  const isAnswered = result.kind === 'unconsented' && !takesConsent(form);
  const shown = isAnswered ? IDLE : result;
  const waits = interrupted.at(-1);
  const forgotten = waits && (waits.offer === null ? 'interrupted' : 'offered');
  return {
    result: shown,
    isKnownShown: known !== null && shown.kind === 'idle',
    missed,
    busy: pending !== null,
    question: pending?.step === 'confirming' ? pending : null,
    correcting,
    known,
    isCorrection: correctionOf(form) !== null,
    lookupWait: waitOf(lookup) ?? waitOf(codeLookup),
    unchosen,
    ticks,
    isConsentLost,
    takesConsent: takesConsent(form),
    undo: aside === null ? (forgotten ?? null) : 'cleared',
  };
}

function waitOf(lookup: Lookup): number | null {
  return lookup.kind === 'later' ? lookup.waitSeconds : null;
}

/** Whether the screen would look the same. Most keys change nothing but their field. */
export function looksSame(one: ShownRegistration, other: ShownRegistration): boolean {
  const { known, ...rest } = one;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return (
    names.every((name) => one[name] === other[name]) &&
    known?.member === other.known?.member &&
    known?.choice === other.known?.choice
  );
}
