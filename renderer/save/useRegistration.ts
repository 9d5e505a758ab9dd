import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Draft, RestoredDraft } from '../../app/draft/draft.ts';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { focusConsent } from '../consent/focusConsent.ts';
import { useDraftKeeper } from '../draft/useDraftKeeper.ts';
import { focusField } from '../form/focusField.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import type { Sound } from '../sound/tones.ts';
import { type PageEffect, RegistrationDesk } from './RegistrationDesk.ts';
import {
  type Counter,
  consentOf,
  correctionOf,
  isBounce,
  isEmpty,
  knownOf,
} from './registration.ts';

type Form = UseFormReturn<MemberInput, unknown, Member>;

/** The registration of this page: its state as the screen draws it, and what a hand may do to it. */
export function useRegistration(form: Form, counter: Counter, play: (sound: Sound) => void) {
  const bridge = useBridge();
  const isLocked = useRef(false);
  const latest = useRef({ counter, onPage: (_effect: PageEffect) => {} });
  const [desk] = useState(
    () =>
      new RegistrationDesk({
        bridge,
        counter: () => latest.current.counter,
        onPage: (effect) => latest.current.onPage(effect),
      }),
  );
  const registration = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const keeper = useDraftKeeper(() => {
    const { form: customerForm } = desk.snapshot();
    if (isEmpty(customerForm)) return null;
    const { requestId, values: member, correcting } = customerForm;
    const { operatorId } = latest.current.counter;
    const consent = consentOf(customerForm, latest.current.counter);
    const correctionOf = correcting?.requestId ?? null;
    const draft: Draft = {
      requestId,
      operatorId,
      member,
      consent,
      correctionOf,
      isLocked: isLocked.current,
    };
    return draft;
  });

  const onPage = (effect: PageEffect) => {
    switch (effect.kind) {
      case 'validate': {
        const { requestId } = effect;
        const say = (isValid: boolean) => () =>
          desk.dispatch({ type: 'validated', requestId, isValid });
        return void form.handleSubmit(say(true), say(false))();
      }
      case 'fill':
        form.reset(effect.values);
        return focusField('mobile');
      case 'show-errors':
        for (const name of FIELD_ORDER) {
          const message = effect.fields[name];
          if (message !== undefined) form.setError(name, { type: 'till', message });
        }
        return;
      case 'focus':
        return focusOn(form, effect.target);
      case 'play':
        return play(effect.sound);
      case 'draft':
        return keeper[effect.act]();
    }
  };
  useEffect(() => {
    latest.current = { counter, onPage };
  });

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => desk.dispatch({ type: 'edited', values }),
      }),
    [form, desk],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: who stands at the till is kept with the draft
  useEffect(() => keeper.touch(), [counter.operatorId]);

  const { form: customerForm, aside, pending, result } = registration;
  const { lookup, ticks } = customerForm;
  return {
    result,
    busy: pending !== null,
    correcting: customerForm.correcting,
    known: knownOf(customerForm),
    isCorrection: correctionOf(customerForm) !== null,
    /** How long the till does not say whether the number is known (s), or null. It asks again by itself. */
    lookupWait: lookup.kind === 'later' ? lookup.waitSeconds : null,
    isAgreed: consentOf(customerForm, counter) !== null,
    marketing: ticks.marketing,
    canUndo: aside !== null,
    isBounce: () => isBounce(desk.snapshot(), performance.now()),
    hasDraft: () => !isEmpty(desk.snapshot().form),
    save: () =>
      desk.dispatch({ type: 'save-pressed', values: form.getValues(), now: performance.now() }),
    clear: () => desk.dispatch({ type: 'clear-pressed' }),
    refuse: () => desk.dispatch({ type: 'refuse-pressed' }),
    undoClear: () => desk.dispatch({ type: 'undo-pressed' }),
    correct: (draft: CorrectionDraft) => desk.dispatch({ type: 'correction-opened', draft }),
    toggleCorrection: () => desk.dispatch({ type: 'known-toggled' }),
    toggleConsent: () => desk.dispatch({ type: 'consent-toggled', at: Date.now() }),
    toggleMarketing: () => desk.dispatch({ type: 'marketing-toggled' }),
    restore: (draft: RestoredDraft) => desk.dispatch({ type: 'draft-restored', draft }),
    isFree: () => isEmpty(desk.snapshot().form) && desk.snapshot().pending === null,
    holdDrafts: () => keeper.hold(),
    releaseDrafts: () => keeper.release(),
    /** Keeps the form at once, and whether it comes back behind the lock. */
    keepDraft: (locked: boolean) => {
      isLocked.current = locked;
      keeper.flush();
    },
    /** The next key ends the showing of what has gone well, but not that of a failure. */
    onNextKey: () => desk.dispatch({ type: 'next-key', now: performance.now() }),
  };
}

function focusOn(form: Form, target: Extract<PageEffect, { kind: 'focus' }>['target']): void {
  if (target === 'consent') focusConsent();
  else if (target !== 'first-wrong') focusField(target);
  else {
    const wrong = FIELD_ORDER.find((name) => form.getFieldState(name).invalid);
    if (wrong) focusField(wrong);
  }
}
