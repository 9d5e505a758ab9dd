import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Consent } from '../../app/consent/consent.ts';
import type { RestoredDraft } from '../../app/draft/draft.ts';
import { wrongField } from '../../app/gateway/wrongField.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { focusConsent } from '../consent/focusConsent.ts';
import type { ConsentBoxes } from '../consent/useConsent.ts';
import { useDraftKeeper } from '../draft/useDraftKeeper.ts';
import { focusField } from '../form/focusField.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { groupPhone } from '../form/phoneGrouping.ts';
import { useKnownMember } from '../known/useKnownMember.ts';
import type { Sound } from '../sound/tones.ts';
import { Registrar } from './Registrar.ts';
import { mintRequestId } from './requestId.ts';
import { isPassing, type Result } from './result.ts';

/** Within this time after a save, a press on the empty form is the bounce of the one that saved. */
const BOUNCE_MS = 500;

interface Intention {
  requestId: string;
  values: MemberInput;
  consent: Consent | null;
  /** The save of the queue that the form was filled from, or null. */
  correcting: CorrectionDraft | null;
}

/** Saving, clearing and taking the clearing back: what happens to one intention. */
export function useRegistration(
  form: UseFormReturn<MemberInput, unknown, Member>,
  operatorId: string,
  consent: ConsentBoxes,
  play: (sound: Sound) => void,
) {
  const bridge = useBridge();
  const [registrar] = useState(() => new Registrar(bridge.registerMember, mintRequestId));
  const [result, setResult] = useState<Result>({ kind: 'idle' });
  const [cleared, setCleared] = useState<Intention | null>(null);
  const [correcting, setCorrecting] = useState<CorrectionDraft | null>(null);
  const { known, waitSeconds, settled, toggle } = useKnownMember(form);
  const isLocked = useRef(false);
  const savedAt = useRef(Number.NEGATIVE_INFINITY);

  const isEmpty = () => FIELD_ORDER.every((name) => (form.getValues(name) ?? '') === '');
  const isBounce = () => isEmpty() && performance.now() - savedAt.current < BOUNCE_MS;

  const keeper = useDraftKeeper(() => {
    if (isEmpty()) return null;
    const { requestId } = registrar;
    const [member, agreed] = [form.getValues(), consent.given()];
    const correctionOf = correcting?.requestId ?? null;
    const locked = isLocked.current;
    return { requestId, operatorId, member, consent: agreed, correctionOf, isLocked: locked };
  });
  useEffect(() => {
    const { unsubscribe } = form.watch(() => keeper.touch());
    return unsubscribe;
  }, [form, keeper]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a draft holds beside the fields
  useEffect(() => keeper.touch(), [operatorId, consent.isAgreed, consent.marketing]);

  const fill = (values: MemberInput, agreed: Consent | null) => {
    form.reset(values);
    consent.restore(agreed);
    focusField('mobile');
  };

  const focusFirstWrong = () => {
    const wrong = FIELD_ORDER.find((name) => form.getFieldState(name).invalid);
    if (wrong) focusField(wrong);
    play('error');
  };

  const askForConsent = () => {
    setResult({ kind: 'unconsented' });
    focusConsent();
    play('error');
  };

  const send = async () => {
    const found = await settled();
    // A save whose answer was lost is no other member: it is this form's own.
    const isOther = found?.isCorrection === true && found.member.requestId !== registrar.requestId;
    const correctionOf = correcting?.requestId ?? (isOther ? found.member.requestId : null);
    const given = consent.given();
    // A correction goes under the consent of what it corrects.
    if (given === null && correctionOf === null) return askForConsent();
    keeper.pause();
    const register = () => registrar.save(operatorId, form.getValues(), given, correctionOf);
    let attempt = await register();
    // It was stored before it was changed, and the answer was lost: what stands here now is another intention.
    if (attempt.kind === 'failed' && attempt.code === 'intention.reused') {
      // The draft has the new id before the save has, and goes with it.
      keeper.flush();
      attempt = await register();
    }
    if (attempt.kind === 'ignored') return;
    if (attempt.kind === 'saved') {
      savedAt.current = performance.now();
      play('saved');
      keeper.saved();
      setCleared(null);
      setCorrecting(null);
      setResult(attempt);
      fill(EMPTY_MEMBER, null);
      return;
    }
    keeper.touch();
    setResult(attempt);
    for (const name of FIELD_ORDER) {
      const message = attempt.fields[name];
      if (message !== undefined) form.setError(name, { type: 'till', message });
    }
    focusFirstWrong();
  };

  const save = async () => {
    if (registrar.busy) return;
    // The second click of a double click has moved the focus to the button.
    if (isBounce()) return focusField('mobile');
    await form.handleSubmit(() => {
      if (registrar.busy) return undefined;
      setResult({ kind: 'saving' });
      return send();
    }, focusFirstWrong)();
  };

  const present = (): Intention | null => {
    if (isEmpty()) return null;
    const { requestId } = registrar;
    return { requestId, values: form.getValues(), consent: consent.given(), correcting };
  };

  /** Makes room in the form: what is there can be taken back. */
  const putAside = () => {
    const gone = present();
    if (gone !== null) {
      setCleared(gone);
      registrar.startOver();
    }
    setResult({ kind: 'idle' });
  };

  const clear = () => {
    if (registrar.busy) return;
    putAside();
    setCorrecting(null);
    fill(EMPTY_MEMBER, null);
    keeper.drop();
  };

  /** The customer does not agree: nothing of what was typed stays, and no key brings it back. */
  const refuse = () => {
    if (registrar.busy) return;
    registrar.startOver();
    setCleared(null);
    setCorrecting(null);
    setResult({ kind: 'refused' });
    fill(EMPTY_MEMBER, null);
    keeper.drop();
  };

  /** Fills the form from a save of the queue; the focus goes to what the gateway complained of. */
  const correct = (draft: CorrectionDraft) => {
    if (registrar.busy) return;
    putAside();
    setCorrecting(draft);
    const { text: mobile } = groupPhone({ text: draft.member.mobile, caret: 0 }, '', 'insertText');
    fill({ ...draft.member, mobile }, null);
    keeper.touch();
    const wrong = wrongField(draft);
    if (wrong === null) return;
    form.setError(wrong, { type: 'till', message: 'refused' });
    focusField(wrong);
  };

  /** Swaps the cleared content with what is there now, so that this too can be taken back. */
  const undoClear = () => {
    if (registrar.busy || !cleared) return;
    setCleared(present());
    setCorrecting(cleared.correcting);
    registrar.resume(cleared.requestId);
    setResult({ kind: 'idle' });
    fill(cleared.values, cleared.consent);
    keeper.touch();
  };

  /** What a crash left behind. A hand that was faster keeps its form; F3 brings the other one. */
  const restore = ({ requestId, member, consent: agreed, correcting: of }: RestoredDraft) => {
    const id = requestId ?? mintRequestId();
    if (!isEmpty()) {
      return setCleared({ requestId: id, values: member, consent: agreed, correcting: of });
    }
    registrar.resume(id);
    setCorrecting(of);
    setResult({ kind: 'restored' });
    fill(member, agreed);
  };

  /** The next key ends the showing of what has gone well, but not that of a failure. */
  const onNextKey = () => {
    if (!isBounce()) setResult((shown) => (isPassing(shown) ? { kind: 'idle' } : shown));
  };

  return {
    result,
    correcting,
    known: known?.member.requestId === registrar.requestId ? null : known,
    lookupWait: waitSeconds,
    canUndo: cleared !== null,
    isBounce,
    hasDraft: () => !isEmpty(),
    save,
    clear,
    correct,
    refuse,
    undoClear,
    toggleCorrection: toggle,
    restore,
    isFree: () => isEmpty() && !registrar.busy,
    holdDrafts: () => keeper.hold(),
    releaseDrafts: () => keeper.release(),
    /** Keeps the form at once, and whether it comes back behind the lock. */
    keepDraft: (locked: boolean) => {
      isLocked.current = locked;
      keeper.flush();
    },
    onNextKey,
  };
}
