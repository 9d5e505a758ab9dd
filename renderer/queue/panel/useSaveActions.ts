import { useState } from 'react';
import type { BridgeError, BridgeResult } from '../../../app/ipc/bridge.ts';
import type { CorrectionDraft } from '../../../app/outbox/queueCalls.ts';
import type { DiscardReason } from '../../../app/outbox/save.ts';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { useOneAtATime } from '../../manager/useOneAtATime.ts';
import { useIsShown } from '../../parts/useIsShown.ts';

/** What needs the manager's PIN before it is done. */
export type PinStep =
  | { kind: 'send-again' }
  | { kind: 'requeue' }
  | { kind: 'discard'; reason: DiscardReason };

export type ActionFailure = BridgeError['code'] | 'no-answer';

/** What can be done about one save, and what came of it. */
export function useSaveActions(
  row: SaveRow,
  operatorId: string,
  onCorrect: (draft: CorrectionDraft) => void,
) {
  const bridge = useBridge();
  const [pinStep, setPinStep] = useState<PinStep | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const oneAtATime = useOneAtATime();
  const isShown = useIsShown();
  const choice = { requestId: row.requestId, operatorId };
  /** Each of these is put down to somebody. */
  const isNobodyThere = () => {
    setFailure(operatorId === '' ? 'operator.unknown' : null);
    return operatorId === '';
  };

  const read = async () => {
    if (isNobodyThere()) return;
    const reply = await bridge.readForCorrection(choice).catch(() => null);
    // The panel was closed meanwhile, or another save chosen: nobody waits for this one any more.
    if (!isShown.current) return;
    if (reply === null) setFailure('no-answer');
    else if (reply.ok) onCorrect(reply.value);
    else setFailure(reply.error.code);
  };

  const sendAgain = async () => {
    if (isNobodyThere()) return;
    if (row.may.sendAgain === 'manager') return setPinStep({ kind: 'send-again' });
    const reply = await bridge.sendHeldAgain({ ...choice, pin: null }).catch(() => null);
    if (reply === null) setFailure('no-answer');
    else if (!reply.ok && reply.error.code === 'save.needs-manager')
      setPinStep({ kind: 'send-again' });
    else if (!reply.ok) setFailure(reply.error.code);
  };

  const callOf = (step: PinStep, pin: string): Promise<BridgeResult<null>> => {
    switch (step.kind) {
      case 'send-again':
        return bridge.sendHeldAgain({ ...choice, pin });
      case 'requeue':
        return bridge.requeueSave({ ...choice, pin });
      case 'discard':
        return bridge.discardSave({ ...choice, pin, reason: step.reason });
    }
  };

  /** Gives what was refused about the PIN; anything else closes the question and is said beside the save. */
  const withPin = async (pin: string): Promise<BridgeError | null> => {
    if (pinStep === null) return null;
    const reply = await callOf(pinStep, pin);
    if (!reply.ok && reply.error.code.startsWith('pin.')) return reply.error;
    setPinStep(null);
    setFailure(reply.ok ? null : reply.error.code);
    return null;
  };

  return {
    pinStep,
    failure,
    read: () => oneAtATime(read),
    sendAgain: () => oneAtATime(sendAgain),
    requeue: () => {
      if (!isNobodyThere()) setPinStep({ kind: 'requeue' });
    },
    discard: (reason: DiscardReason) => {
      if (!isNobodyThere()) setPinStep({ kind: 'discard', reason });
    },
    withPin,
    giveUpPin: () => setPinStep(null),
  };
}
