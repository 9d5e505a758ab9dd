import { useEffect, useRef, useState } from 'react';
import type { ComputerQuestion } from '../../app/computer/computerQuestion.ts';

/** A hand that types, or serves one customer after the other, pauses for less (ms). */
const QUIET_MS = 3_000;

/** Also what comes without a key: a touch keyboard, handwriting, the hot key that has brought the window up. */
const HANDS = ['keydown', 'input', 'pointerdown', 'focus'] as const;

interface Counter {
  isLocked: boolean;
  /** Whether nobody is being registered. */
  isFree: () => boolean;
}

/**
 * Asks once by itself, and then when somebody presses for it. By itself not before the form is empty and no hand has done
 * anything for three seconds: it would take the keys of a number that is being typed. After a lock it asks again.
 */
export function useComputerQuestion(asked: ComputerQuestion | null, counter: Counter) {
  const { isLocked, isFree } = counter;
  const [stage, setStage] = useState<'not-yet' | 'loading' | 'open' | 'put-off'>('not-yet');
  const latest = useRef(isFree);
  useEffect(() => {
    latest.current = isFree;
  });
  const isOpen = stage === 'loading' || stage === 'open';
  if (isLocked && isOpen) setStage('not-yet');
  const isToCome = stage === 'not-yet' || stage === 'loading';
  const isWatching = asked !== null && !isLocked && isToCome;
  useEffect(() => {
    if (!isWatching) return;
    let timer = 0;
    const look = () => {
      if (isNothingOpen() && latest.current() && document.hasFocus()) setStage('loading');
      else wait();
    };
    const wait = () => {
      timer = window.setTimeout(look, QUIET_MS);
    };
    const onHand = () => {
      if (!isNothingOpen()) return;
      window.clearTimeout(timer);
      // What is still being loaded comes later.
      setStage((now) => (now === 'loading' ? 'not-yet' : now));
      wait();
    };
    wait();
    for (const hand of HANDS) window.addEventListener(hand, onHand, { capture: true });
    return () => {
      window.clearTimeout(timer);
      for (const hand of HANDS) window.removeEventListener(hand, onHand, { capture: true });
    };
  }, [isWatching]);
  return {
    question: isOpen ? asked : null,
    open: () => setStage('open'),
    /** It is there: from now on it goes by an answer, by being put off, or by the lock. */
    onShown: () => setStage('open'),
    close: () => setStage('put-off'),
  };
}

/** Neither a dialog, this one among them, nor a menu. */
function isNothingOpen(): boolean {
  return document.querySelector('dialog:modal, [role="menu"]') === null;
}
