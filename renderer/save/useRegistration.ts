import { useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { focusField } from '../form/focusField.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { useKnownMember } from '../known/useKnownMember.ts';
import type { Sound } from '../sound/tones.ts';
import { Registrar } from './Registrar.ts';
import { mintRequestId } from './requestId.ts';
import type { Result } from './result.ts';

/** Within this time after a save, a press on the empty form is the bounce of the one that saved. */
const BOUNCE_MS = 500;

interface Draft {
  requestId: string;
  values: MemberInput;
}

/** Saving, clearing and taking the clearing back: what happens to one intention. */
export function useRegistration(
  form: UseFormReturn<MemberInput, unknown, Member>,
  operatorId: string,
  play: (sound: Sound) => void,
) {
  const bridge = useBridge();
  const [registrar] = useState(() => new Registrar(bridge.registerMember, mintRequestId));
  const [result, setResult] = useState<Result>({ kind: 'idle' });
  const [cleared, setCleared] = useState<Draft | null>(null);
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
    play('error');
  };

  const send = async () => {
    const found = await settled();
    // A save whose answer was lost is no other member: it is this form's own.
    const isOther = found?.isCorrection === true && found.member.requestId !== registrar.requestId;
    const correctionOf = isOther ? found.member.requestId : null;
    const attempt = await registrar.save(operatorId, form.getValues(), correctionOf);
    if (attempt.kind === 'ignored') return;
    if (attempt.kind === 'saved') {
      savedAt.current = performance.now();
      play('saved');
      setCleared(null);
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

  const clear = () => {
    if (registrar.busy) return;
    if (!isEmpty()) setCleared({ requestId: registrar.startOver(), values: form.getValues() });
    setResult({ kind: 'idle' });
    fill(EMPTY_MEMBER);
  };

  /** Swaps the cleared content with what is there now, so that this too can be taken back. */
  const undoClear = () => {
    if (registrar.busy || !cleared) return;
    const present = isEmpty() ? null : form.getValues();
    const requestId = registrar.startOver();
    registrar.resume(cleared.requestId);
    setCleared(present && { requestId, values: present });
    setResult({ kind: 'idle' });
    fill(cleared.values);
  };

  /** The next key ends the showing of a confirmation, but not that of a failure. */
  const onNextKey = () => {
    if (!isBounce()) setResult((shown) => (shown.kind === 'saved' ? { kind: 'idle' } : shown));
  };

  return {
    result,
    known: known?.member.requestId === registrar.requestId ? null : known,
    canUndo: cleared !== null,
    isBounce,
    save,
    clear,
    undoClear,
    toggleCorrection: toggle,
    onNextKey,
  };
}
