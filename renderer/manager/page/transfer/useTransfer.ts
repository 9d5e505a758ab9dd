import { useEffect, useRef, useState } from 'react';
import type { MoveProgress } from '../../../../app/move/foreseen.ts';
import type { MoveDirection, MoveReport } from '../../../../app/move/moveCalls.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { type ManagerFailure, useManager } from '../ManagerContext.ts';

/** How often it is asked how far a move is (ms). */
const ASK_EVERY_MS = 250;

/** The file that somebody has chosen. */
export interface Chosen {
  number: number;
  /** The whole path. */
  file: string;
}

/** A move in one direction: its file, how far it is, and what it has come to. */
export function useTransfer(direction: MoveDirection) {
  const bridge = useBridge();
  const { call, operatorId } = useManager();
  const oneAtATime = useOneAtATime();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [failure, setFailure] = useState<ManagerFailure | null>(null);
  const [report, setReport] = useState<MoveReport | null>(null);
  const [isMoving, setMoving] = useState(false);
  const progress = useProgress(isMoving);
  const chooseButton = useRef<HTMLButtonElement>(null);
  const isGivenUp = useRef(false);
  useEffect(() => {
    // What was pressed is gone with the form.
    if (isGivenUp.current && chosen === null) chooseButton.current?.focus();
    isGivenUp.current = false;
  }, [chosen]);

  const choose = () =>
    oneAtATime(async () => {
      setFailure(null);
      const answer = await call(() => bridge.chooseTransfer({ direction }));
      if (!answer.ok) return setFailure(answer.code);
      if (answer.value === null) return;
      setReport(null);
      setChosen(answer.value);
    });
  /** `onMoved`: what was typed for it is not needed any more. */
  const move = (passphrase: string, onMoved: () => void) =>
    oneAtATime(async () => {
      if (chosen === null) return;
      const { number } = chosen;
      setFailure(null);
      setMoving(true);
      const answer = await call(() => bridge.transferQueue({ number, passphrase, operatorId }));
      setMoving(false);
      if (!answer.ok) return setFailure(answer.code);
      setChosen(null);
      setReport(answer.value);
      onMoved();
    });
  const giveUp = () => {
    isGivenUp.current = true;
    setChosen(null);
    setFailure(null);
  };
  return {
    ...{ chosen, failure, setFailure, report, progress, isMoving, choose, move, giveUp },
    /** Gets the focus back from the form. */
    chooseButton,
  };
}

/** How far a move is, asked again and again while something moves. */
function useProgress(isMoving: boolean): MoveProgress | null {
  const bridge = useBridge();
  const { call } = useManager();
  const [progress, setProgress] = useState<MoveProgress | null>(null);
  useEffect(() => {
    if (!isMoving) return;
    const ask = async () => {
      const answer = await call(() => bridge.getTransferProgress());
      if (answer.ok && answer.value !== null) setProgress(answer.value);
    };
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    void ask();
    return () => {
      clearInterval(timer);
      setProgress(null);
    };
  }, [isMoving, bridge, call]);
  return progress;
}
