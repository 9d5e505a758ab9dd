import { useState } from 'react';
import type { ComputerQuestion } from '../../app/computer/computerQuestion.ts';

/** Asks once by itself, and then when somebody presses for it. */
export function useComputerQuestion(asked: ComputerQuestion | null) {
  const [isPutOff, setPutOff] = useState(false);
  return {
    question: isPutOff ? null : asked,
    open: () => setPutOff(false),
    close: () => setPutOff(true),
  };
}
