import { useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { wrongField } from '../../app/gateway/wrongField.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { focusField } from '../form/focusField.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { groupPhone } from '../form/phoneGrouping.ts';
import { useKnownMember } from '../known/useKnownMember.ts';
import { Registrar } from './Registrar.ts';
import { mintRequestId } from './requestId.ts';
import type { Result } from './result.ts';

/** Within this time after a save, a press on the empty form is the bounce of the one that saved. */
const BOUNCE_MS = 500;

interface Draft {
  requestId: string;
  values: MemberInput;
  correcting: CorrectionDraft | null;
}

/** Saving, clearing and taking the clearing back: what happens to one intention. */
export function useRegistration(
  form: UseFormReturn<MemberInput, unknown, Member>,
  operatorId: string,
) {
  const bridge = useBridge();
  const [registrar] = useState(() => new Registrar(bridge.registerMember, mintRequestId));
  const [result, setResult] = useState<Result>({ kind: 'idle' });
  const [cleared, setCleared] = useState<Draft | null>(null);
  /** The save of the queue that the form was filled from, or null. */
  const [correcting, setCorrecting] = useState<CorrectionDraft | null>(null);
  const { known, settled, toggle } = useKnownMember(form);
  const savedAt = useRef(Number.NEGATIVE_INFINITY);

  const isEmpty = () => FIELD_ORDER.every((name) => (form.getValues(name) ?? '') === '');
  const isBounce = () => isEmpty() && performance.now() - savedAt.current < BOUNCE_MS;

  const fill = (values: MemberInput) => {
    form.reset(values);
    focusField('mobile');
  };

  const focusFirstWrong = () => {
    const wrong = FIELD_ORDER.find((name) => form.getFieldState(name).invalid);
    if (wrong) focusField(wrong);
  };

  const send = async () => {
    const found = await settled();
    // A save whose answer was lost is no other member: it is this form's own.
    const isOther = found?.isCorrection === true && found.member.requestId !== registrar.requestId;
    const correctionOf = correcting?.requestId ?? (isOther ? found.member.requestId : null);
    const attempt = await registrar.save(operatorId, form.getValues(), correctionOf);
    if (attempt.kind === 'ignored') return;
    if (attempt.kind === 'saved') {
      savedAt.current = performance.now();
      setCleared(null);
      setCorrecting(null);
      setResult(attempt);
      fill(EMPTY_MEMBER);
      return;
    }
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

  /** Makes room in the form: what is there can be taken back. */
  const putAside = () => {
    const requestId = registrar.startOver();
    if (!isEmpty()) setCleared({ requestId, values: form.getValues(), correcting });
    setResult({ kind: 'idle' });
  };

  const clear = () => {
    if (registrar.busy) return;
    putAside();
    setCorrecting(null);
    fill(EMPTY_MEMBER);
  };

  /** Fills the form from a save of the queue; the focus goes to what the gateway complained of. */
  const correct = (draft: CorrectionDraft) => {
    if (registrar.busy) return;
    putAside();
    setCorrecting(draft);
    const { text: mobile } = groupPhone({ text: draft.member.mobile, caret: 0 }, '', 'insertText');
    fill({ ...draft.member, mobile });
    const wrong = wrongField(draft);
    if (wrong === null) return;
    form.setError(wrong, { type: 'till', message: 'refused' });
    focusField(wrong);
  };

  /** Swaps the cleared content with what is there now, so that this too can be taken back. */
  const undoClear = () => {
    if (registrar.busy || !cleared) return;
    const present = isEmpty() ? null : form.getValues();
    const { requestId: oldId, values, correcting: corrected } = cleared;
    const requestId = registrar.startOver();
    registrar.resume(oldId);
    setCleared(present && { requestId, values: present, correcting });
    setCorrecting(corrected);
    setResult({ kind: 'idle' });
    fill(values);
  };

  /** The next key ends the showing of a confirmation, but not that of a failure. */
  const onNextKey = () => {
    if (!isBounce()) setResult((shown) => (shown.kind === 'saved' ? { kind: 'idle' } : shown));
  };

  return {
    result,
    correcting,
    known: known?.member.requestId === registrar.requestId ? null : known,
    canUndo: cleared !== null,
    isBounce,
    save,
    clear,
    correct,
    undoClear,
    toggleCorrection: toggle,
    onNextKey,
  };
}
