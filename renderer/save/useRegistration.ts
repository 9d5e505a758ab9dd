import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { UseFormReturn } from 'react-hook-form';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { focusConsent } from '../consent/focusConsent.ts';
import { useDraftKeeper } from '../draft/useDraftKeeper.ts';
import { takesText } from '../focus/fieldMemory.ts';
import { focusField, rereadField } from '../form/focusField.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import type { Sound } from '../sound/tones.ts';
import { draftOf } from './draftOf.ts';
import { isFree, isMoreThanKept } from './putAside.ts';
import { type PageEffect, RegistrationDesk } from './RegistrationDesk.ts';
import { type Counter, consentOf, isBounce, isEmpty } from './registration.ts';
import type { RegistrationEvent } from './registrationEvents.ts';
import { useErasedPerson } from './useErasedPerson.ts';

type Form = UseFormReturn<MemberInput, unknown, Member>;

/** The registration of this page: its state as the screen draws it, and what a hand may do to it. */
export function useRegistration(
  form: Form,
  counter: Counter,
  play: (sound: Sound) => void,
  /** The form shows another customer, or none. */
  onFilled: () => void,
  onChooseOperator: () => void,
  onLock: () => void,
  onOperator: (operatorId: string) => void,
) {
  const bridge = useBridge();
  const latest = useRef({ counter, onPage: (_effect: PageEffect) => {} });
  const [desk] = useState(
    () =>
      new RegistrationDesk({
        bridge,
        counter: () => latest.current.counter,
        onPage: (effect) => latest.current.onPage(effect),
      }),
  );
  const [filled, setFilled] = useState(0);
  const { ticks, ...shown } = useSyncExternalStore(desk.subscribe, desk.shown);
  const keeper = useDraftKeeper({
    worth: () => draftOf(desk.snapshot(), latest.current.counter),
    isMore: () => isMoreThanKept(desk.snapshot()),
  });

  const onPage = (effect: PageEffect) => {
    switch (effect.kind) {
      case 'validate': {
        const { requestId } = effect;
        const say = (wrong: FieldName | null) =>
          desk.dispatch({ type: 'validated', requestId, wrong });
        return void form.handleSubmit(
          () => say(null),
          (errors) => say(FIELD_ORDER.find((name) => errors[name] !== undefined) ?? 'mobile'),
        )();
      }
      case 'fill':
        // Drawn at once: a key that comes before it would be lost with the former customer's form.
        flushSync(() => {
          setFilled((times) => times + 1);
          form.reset(effect.values);
        });
        focusField('mobile');
        return onFilled();
      case 'complete': {
        const { activeElement } = document;
        for (const name of FIELD_ORDER) {
          const value = effect.values[name];
          if (value === undefined) continue;
          form.setValue(name, value);
          // Empty it was, also where the caret is: whoever is about to write there writes over it.
          if (takesText(activeElement) && activeElement.name === name) activeElement.select();
        }
        return;
      }
      case 'empty':
        for (const name of effect.fields) {
          form.setValue(name, EMPTY_MEMBER[name]);
          form.clearErrors(name);
        }
        return;
      case 'show-errors':
        for (const name of FIELD_ORDER) {
          const message = effect.fields[name];
          if (message !== undefined) form.setError(name, { type: 'till', message });
        }
        return;
      case 'focus':
        return focusOn(form, effect.target);
      case 'reread':
        return rereadField(effect.field);
      case 'choose-operator':
        return onChooseOperator();
      case 'lock':
        return onLock();
      case 'operator':
        return onOperator(effect.operatorId);
      case 'play':
        return play(effect.sound);
      case 'draft':
        return keeper[effect.act]();
    }
  };
  // With what is shown, and not behind it: a key that follows at once is meant for whoever stands there by then.
  useLayoutEffect(() => {
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

  const brandId = useRef(counter.brandId);
  useEffect(() => {
    if (brandId.current === counter.brandId) return;
    brandId.current = counter.brandId;
    desk.dispatch({ type: 'brand-changed' });
  }, [counter.brandId, desk]);

  const noteErasing = useErasedPerson(desk);
  const isBouncing = () => isBounce(desk.snapshot(), performance.now());
  /** Meant for the form that has just been saved; of the next customer nobody has asked anything yet. */
  const orNot = (event: RegistrationEvent) => {
    if (!isBouncing()) desk.dispatch(event);
  };
  return {
    ...shown,
    filled,
    isAgreed: consentOf({ ticks }, counter) !== null,
    marketing: ticks.marketing,
    isBounce: isBouncing,
    hasDraft: () => !isEmpty(desk.snapshot().form),
    save: () =>
      desk.dispatch({ type: 'save-pressed', values: form.getValues(), now: performance.now() }),
    /** An input method was left in the middle of a word. `refused`: when a press did nothing for it (monotonic ms). */
    leaveWord: (field: FieldName, refused: number | null) =>
      desk.dispatch({ type: 'word-left', field, refused }),
    clear: () => orNot({ type: 'clear-pressed' }),
    refuse: () => orNot({ type: 'refuse-pressed' }),
    undoClear: () => desk.dispatch({ type: 'undo-pressed' }),
    correct: (draft: CorrectionDraft) => desk.dispatch({ type: 'correction-opened', draft }),
    askAnew: () => desk.dispatch({ type: 'records-changed' }),
    noteErasing,
    toggleCorrection: () => desk.dispatch({ type: 'known-toggled' }),
    toggleConsent: () => orNot({ type: 'consent-toggled', at: Date.now() }),
    toggleMarketing: () => orNot({ type: 'marketing-toggled' }),
    confirmCorrection: (requestId: string) =>
      desk.dispatch({ type: 'correction-confirmed', requestId }),
    leaveCorrection: (requestId: string) => desk.dispatch({ type: 'correction-left', requestId }),
    addAsNew: (requestId: string) => desk.dispatch({ type: 'correction-added', requestId }),
    restore: (draft: RestoredDraft, how: { mayComeIn: boolean; isBehindLock: boolean }) =>
      desk.dispatch({ type: 'draft-restored', draft, ...how, now: performance.now() }),
    fillOffered: (values: MemberInput) =>
      desk.dispatch({ type: 'form-offered', values, now: performance.now() }),
    onHand: () => {
      if (desk.snapshot().form.cameIn !== null)
        desk.dispatch({ type: 'hand-came', now: performance.now() });
    },
    isFree: () => isFree(desk.snapshot()),
    holdDrafts: () => keeper.hold(),
    releaseDrafts: () => keeper.release(),
    /** Keeps the form as it stands, and says whether it is kept. */
    keepForm: () => keeper.kept(),
    /** Keeps the form at once, and whether it comes back behind the lock. `operatorId`: who stands there from now on. */
    keepDraft: (locked: boolean, operatorId = latest.current.counter.operatorId) => {
      // Whoever has just unlocked is drawn a moment later.
      latest.current.counter = { ...latest.current.counter, operatorId };
      desk.dispatch({ type: locked ? 'locked' : 'unlocked' });
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
