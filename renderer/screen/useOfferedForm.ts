import { useEffect, useRef } from 'react';
import type { FormAnswer } from '../../app/ipc/offeredForm.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { topDialog } from '../parts/openDialogs.ts';

interface FreeForm {
  isLocked: boolean;
  /** Nothing is typed, and no save is under way. */
  isFree: () => boolean;
  fill: (values: MemberInput) => void;
  /** What a crash has left behind goes first: false until that is known. */
  isReady: boolean;
}

/**
 * A program of this PC has something for the form. It comes in where nobody is doing anything, and is refused where
 * somebody is: what a hand has begun nothing takes away.
 */
export function useOfferedForm(form: FreeForm): void {
  const bridge = useBridge();
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  const { isReady } = form;
  useEffect(() => {
    if (!isReady) return;
    const take = async () => {
      const reply = await bridge.getOfferedForm();
      if (!reply.ok || reply.value === null) return;
      const { offer, member } = reply.value;
      const answer = answerOf(latest.current);
      if (answer === 'filled') latest.current.fill(member);
      await bridge.answerOffer({ offer, answer });
    };
    // A program that answers nothing is told nothing.
    const look = () => void take().catch(() => undefined);
    look();
    return bridge.onFormOffered(look);
  }, [bridge, isReady]);
}

function answerOf({ isLocked, isFree }: FreeForm): FormAnswer {
  if (isLocked) return 'locked';
  return isFree() && topDialog() === null ? 'filled' : 'busy';
}
